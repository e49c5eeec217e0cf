"""Who may do what to a pilot."""

from accounts.rules import is_city_staff, may_submit_for
from pilots.states import PilotState
from programme.notice import SUPPORT_OF, PilotType, Support


def owner(user, pilot) -> bool:
    """A member of the pilot's organisation who may submit."""
    return may_submit_for(user, pilot.entry.organisation_id)


def city_staff(user, pilot) -> bool:
    """City staff."""
    return is_city_staff(user)


def why_not_supported(pilot, kind: str) -> str:
    """Why a pilot cannot have a measure of support, as a sentence; "" when it can (AWD-1, Notice §四)."""
    entry = pilot.entry
    if kind not in SUPPORT_OF[PilotType(entry.pilot_type)]:
        return f"「{Support(kind).label}」不适用于{entry.get_pilot_type_display()}。"
    if kind == Support.FINANCE and not entry.wants_finance:
        return "申报单位没有在申报表中表示愿意被推荐至金融机构，不能登记绿色金融推荐。"
    if kind == Support.PLAQUE and pilot.state != PilotState.TITLED:
        return "授予称号以后才能登记授牌。"
    return ""


def supports_for(pilot) -> list[Support]:
    """Measures that can be recorded for a pilot as it stands."""
    return [kind for kind in Support if not why_not_supported(pilot, kind)]

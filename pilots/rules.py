"""Who may do what to a pilot."""

from datetime import date, datetime

from accounts.capabilities import Capability
from accounts.rules import Person, holds, is_member, may_submit_for
from applications.models import Application
from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Evaluation, Pilot, Submission, TakingOn, TitleProposal, Withdrawal
from pilots.states import PilotState
from programme.models import LibraryEntry
from programme.notice import Support
from programme.states import LibraryState

OfPilot = Pilot | Submission | Evaluation | Withdrawal | TitleProposal  # rows that have an owner


def owner(user: Person, row: OfPilot) -> bool:
    """A member of the pilot's organisation who may submit."""
    return may_submit_for(user, _pilot(row).entry.organisation_id)


def member(user: Person, row: OfPilot) -> bool:
    """A member of the pilot's organisation: whoever writes, also without the right to submit."""
    return is_member(user, _pilot(row).entry.organisation_id)


def _pilot(row: OfPilot) -> Pilot:
    return row if isinstance(row, Pilot) else row.pilot


may_follow = holds(Capability.FOLLOW_PILOTS)  # reviews what is handed in, evaluates, proposes
may_confirm = holds(Capability.AWARD)  # confirms what another person proposed


def follows_or_portal(user: Person, row: OfPilot) -> bool:
    """Who follows pilots, or the portal by its schedule."""
    return user is None or may_follow(user, row)


follows_or_confirms = holds(Capability.FOLLOW_PILOTS, Capability.AWARD)


def second_of_evaluation(user: Person, evaluation: Evaluation) -> bool:
    """Who confirms outcomes, and is not the person who proposed this one."""
    return user is not None and may_confirm(user, evaluation) and user.pk != evaluation.proposed_by_id


def second_of_withdrawal(user: Person, withdrawal: Withdrawal) -> bool:
    """Who confirms, and neither gave the notice nor proposed the decision."""
    return (
        user is not None
        and may_confirm(user, withdrawal)
        and user.pk not in (withdrawal.proposed_by_id, withdrawal.intended_by_id)
    )


def second_of_taking_on(user: Person, taking_on: TakingOn) -> bool:
    """Who confirms, and did not propose to take the pilot on."""
    return user is not None and may_confirm(user, taking_on) and user.pk != taking_on.proposed_by_id


def may_decide_title(user: Person, proposal: TitleProposal) -> bool:
    """Who confirms, and did not propose the title (AWD-1)."""
    return user is not None and may_confirm(user, proposal) and user.pk != proposal.proposed_by_id


def why_not_second(user: Person, row: Evaluation | Withdrawal | TitleProposal | TakingOn) -> str:
    """Why a person cannot decide what takes two, as a sentence (AWD-1)."""
    if not may_confirm(user, row):
        return "您没有确认评估结论、称号和取消资格的权限。"
    if isinstance(row, Withdrawal):
        return "告知、提出取消的工作人员不能作决定，须由另一位工作人员决定。"
    return "这一项由您提出，须由另一位工作人员确认。"


def pilot_of(entry: LibraryEntry) -> Pilot | None:
    """The pilot of an entry of the library; None when it has none."""
    return getattr(entry, "pilot", None)


def application_of(entry: LibraryEntry) -> Application | None:
    """The application of an entry of the library; None for what was not received here."""
    return getattr(entry, "application", None)


def may_have_support(entry: LibraryEntry) -> bool:
    """Whether measures may be recorded for an entry: of pilots, and of what was kept in the library (AWD-1)."""
    return pilot_of(entry) is not None or entry.state == LibraryState.KEPT


def why_not_supported(entry: LibraryEntry, kind: str) -> str:
    """Why an entry cannot have a measure of support, as a sentence; "" when it can (AWD-1, Notice §四)."""
    if not may_have_support(entry):
        return "只有试点和纳入项目库的项目可以登记支持措施。"
    pilot = pilot_of(entry)
    if pilot and pilot.state == PilotState.WITHDRAWN:
        return f"{pilot.standing}，不能再登记支持措施。"
    if not entry.pilot_type:
        return "国家组织的试点由国家主管部门给予支持，不在本平台登记。"
    if kind not in entry.programme.support:
        return f"「{Support(kind).label}」不适用于{entry.get_pilot_type_display()}。"
    if kind == Support.FINANCE and not entry.wants_finance:
        return "申报单位没有在申报表中表示愿意被推荐至金融机构，不能登记绿色金融推荐。"
    if kind != Support.PLAQUE:
        return ""
    if pilot is None or not pilot.carries_title:
        return "授予称号以后才能登记授牌。"
    if pilot.plaque_on is None:
        return f"授牌日期{pilot.plaque_day}。请先在年度设置中填写低碳日。"
    return ""


def why_not_that_day(entry: LibraryEntry, kind: str, day: date, now: datetime) -> str:
    """Why a measure cannot bear a day, as a sentence; "" when it can: what is recorded has been granted (AWD-1).

    A plaque bears the Low Carbon Day of the year after the cycle, whenever the title was granted.
    """
    pilot, what = pilot_of(entry), "接收申报"
    if kind == Support.PLAQUE and pilot and day != pilot.plaque_on:
        return f"授牌日期为低碳日：{pilot.plaque_day}，请按该日期登记。"
    if day > day_of(now):
        return "日期不能晚于今天；措施落实后再登记。"
    since = entry.received_at
    if pilot:
        since, what = pilot.selected_at, "入选试点"
    begun = since and day_of(since)
    if kind != Support.PLAQUE and begun and day < begun:
        return f"日期不能早于{what}的日期（{chinese_date(begun)}）。"
    return ""


def why_not_handed_over(kind: str, granted_on: date, later: date | None, now: datetime) -> str:
    """Why what was given cannot have been handed over on a later day, as a sentence; "" when it can, or was not.

    Only a plaque can: who was absent on the Low Carbon Day gets it afterwards (AWD-1).
    """
    if later is None:
        return ""
    if kind != Support.PLAQUE:
        return "只有授牌可以填写会后交付日期。"
    if later <= granted_on:
        return f"会后交付日期应晚于低碳日（{chinese_date(granted_on)}）；当天到场领取的请留空。"
    return "会后交付日期不能晚于今天；交付后再登记。" if later > day_of(now) else ""


def supports_for(entry: LibraryEntry) -> list[Support]:
    """Measures that can be recorded for an entry as it stands."""
    return [kind for kind in Support if not why_not_supported(entry, kind)]

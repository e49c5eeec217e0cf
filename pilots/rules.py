"""Who may do what to a pilot."""

from accounts.rules import is_city_staff, may_submit_for
from pilots.programme import PilotType


def owner(user, pilot) -> bool:
    """A member of the pilot's organisation who may submit."""
    return may_submit_for(user, pilot.entry.organisation_id)


def city_staff(user, pilot) -> bool:
    """City staff."""
    return is_city_staff(user)


def needs_plan(pilot_type: str) -> bool:
    """Technology and zone pilots plan first; leaders get their title at once (programme §3 Life of a pilot)."""
    return pilot_type != PilotType.LEADER


def plan_name(pilot_type: str) -> str:
    """What the plan is called for a type (A1 §三.2, A3 §三.二)."""
    return "试点工作方案" if pilot_type == PilotType.ZONE else "试点实施方案"

"""What is done to the library and to pilots. Each function is one named act with an acting person."""

from datetime import datetime

from accounts.models import User
from pilots.acts import BEGIN_PILOT
from pilots.award.plaques import plaque_sentence
from pilots.models import Certificate, Pilot
from pilots.plan.actions import _take_over
from pilots.states import PilotState
from pilots.workflow import PILOT
from programme.library.actions import set_library_state
from programme.models import LibraryEntry
from programme.states import LibraryState
from reviews.work_plans.ready import ReadyPlan


def begin_pilot(
    entry: LibraryEntry, *, actor: User, at: datetime, remarks: str, plan: ReadyPlan | None = None
) -> Pilot:
    """Begin the life of a selected pilot: leaders have their title at once, the others plan first.

    Args:
        plan: what the zone wrote for the final review; it becomes version 1, so that nobody uploads it twice, and
            waits for the city's approval with the review's remarks (REV-4, A3 §三.二).
    """
    with BEGIN_PILOT.perform(actor=actor, at=at) as act:
        set_library_state(entry, LibraryState.SELECTED)
        pilot = Pilot(entry=entry, origin=entry.origin, state_since=at, selected_at=at, remarks=remarks)
        if entry.programme.needs_plan:
            pilot.state = PilotState.PLAN_SUBMITTED if plan else PilotState.PLANNING
        else:
            pilot.state, pilot.titled_at = PilotState.TITLED, at
            pilot.title, pilot.plaque_on = entry.cycle.title_of(entry.pilot_type), entry.cycle.low_carbon_day
        pilot.save()
        if pilot.title:
            _certify(pilot)
        elif plan:
            _take_over(pilot, plan)
        act.about, act.summary, act.facts = pilot, _what_begins(pilot), {"number": entry.number}
    return pilot


def _what_begins(pilot: Pilot) -> str:
    name = pilot.entry.programme.plan_name
    return {
        PilotState.TITLED: f"授予称号「{pilot.title}」，授牌日期：{pilot.plaque_day}",
        PilotState.PLAN_SUBMITTED: f"复审前提交的方案作为{name}第 1 版，待审核",
        PilotState.PLANNING: f"请编制并提交{name}",
    }[PilotState(pilot.state)]


def grant_title(pilot_id: int, *, actor: User, remarks: str) -> None:
    """Grant the title of its type to a pilot that carried out its plan (AWD-1)."""
    with PILOT.perform("grant_title", pilot_id, actor=actor) as act:
        pilot = act.object
        cycle = pilot.entry.cycle
        pilot.title, pilot.titled_at = cycle.title_of(pilot.entry.pilot_type), act.now
        pilot.plaque_on = cycle.low_carbon_day
        act.facts["certificate"] = _certify(pilot).code
        act.summary = pilot.title + (f"。{remarks}" if remarks else "")
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 已授予称号",
            f"「{pilot.entry.name}」获得称号「{pilot.title}」，{plaque_sentence(pilot, act.now)}。",
            pilot.get_absolute_url(),
        )


def _certify(pilot: Pilot) -> Certificate:
    """The certificate of the title that the running verb grants."""
    return Certificate.objects.create(pilot=pilot, title=pilot.title, granted_at=pilot.titled_at)

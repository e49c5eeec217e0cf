"""What is done to the library and to pilots. Each function is one named act with an acting person."""

from datetime import datetime

from accounts.models import User
from pilots.acts import BEGIN_PILOT
from pilots.models import Certificate, Pilot
from pilots.plan.actions import begin_plan
from pilots.plan.remarks import write_remarks
from pilots.states import PilotState
from pilots.targets.promised import write_promised
from programme.library.actions import set_library_state
from programme.models import LibraryEntry
from programme.states import LibraryState
from reviews.work_plans.ready import ReadyPlan


def begin_pilot(
    entry: LibraryEntry, *, actor: User, at: datetime, remarks: str, plan: ReadyPlan | None = None
) -> Pilot:
    """Begin the life of a selected pilot: leaders have their title at once, the others plan first.

    What the application promised is kept as targets, each remark of the review as a row that the plan answers.

    Args:
        plan: what the zone wrote for the final review; it is the document of its plan already, so that nobody uploads
            it twice (REV-4, A3 §三.二).
    """
    with BEGIN_PILOT.perform(actor=actor, at=at) as act:
        set_library_state(entry, LibraryState.SELECTED)
        pilot = Pilot(entry=entry, origin=entry.origin, state_since=at, selected_at=at, remarks=remarks)
        pilot.report_months = entry.programme.life.report_months
        if entry.programme.needs_plan:
            pilot.state = PilotState.PLANNING
        else:
            pilot.state, pilot.titled_at = PilotState.TITLED, at
            pilot.title, pilot.plaque_on = entry.cycle.title_of(entry.pilot_type), entry.cycle.low_carbon_day
        pilot.save()
        promised = write_promised(pilot, at)
        if pilot.title:
            certify(pilot)
        else:
            write_remarks(pilot)
            begin_plan(pilot, promised, at, plan)
        act.about, act.summary, act.facts = pilot, _what_begins(pilot, plan), {"number": entry.number}
    return pilot


def _what_begins(pilot: Pilot, plan: ReadyPlan | None) -> str:
    name = pilot.entry.programme.plan_name
    if pilot.title:
        return f"授予称号「{pilot.title}」，授牌日期：{pilot.plaque_day}"
    taken_over = "，复审前提交的方案已带入" if plan else ""
    return f"请编制并提交{name}{taken_over}"


def certify(pilot: Pilot) -> Certificate:
    """The certificate of the title that the running verb grants."""
    return Certificate.objects.create(pilot=pilot, title=pilot.title, granted_at=pilot.titled_at)

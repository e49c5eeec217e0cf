"""The panel of this subject on the page of a pilot: the remarks of the review, which the plan answers one by one."""

from accounts.models import User
from pilots.lives import life_of
from pilots.models import Pilot, SubmissionVersion
from pilots.plan.forms import RemarksForm
from pilots.states import Outcome, SubmissionKind


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/plan/panel.html shows: each remark beside the answer that was handed in last."""
    remarks = list(pilot.review_remarks.all())
    answers = _answers(pilot)
    life = life_of(pilot)
    edits = "edit_remarks" in life.verbs and life.can("edit_remarks", pilot, user)
    return {
        "plan_remarks": [(remark, answers.get(f"answer_{remark.number}", "")) for remark in remarks],
        "plan_answered": bool(answers),
        "plan_remarks_form": RemarksForm(remarks=remarks) if edits else None,
    }


def _answers(pilot: Pilot) -> dict[str, str]:
    """The content of the plan that was approved, else of the one handed in last; empty before."""
    versions = SubmissionVersion.objects.filter(submission__pilot=pilot, submission__kind=SubmissionKind.PLAN)
    contents = list(versions.order_by("version").values_list("outcome", "content"))
    approved = [content for outcome, content in contents if outcome == Outcome.APPROVED]
    return (approved or [content for _, content in contents] or [{}])[-1]

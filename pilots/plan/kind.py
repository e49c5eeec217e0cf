"""The plan as a kind of submission: what its pages need (A1 §三.2, A3 §三.二)."""

from accounts.models import User
from pilots.models import Submission, SubmissionVersion
from pilots.plan.actions import review_plan, submit_plan
from pilots.plan.layout import faults, layout_of
from pilots.plan.letter import plan_letter
from pilots.states import Outcome
from pilots.writing.kind import Kind


def _title(submission: Submission) -> str:
    return submission.pilot.entry.programme.plan_name


def _hand_in(submission: Submission, actor: User, note: str) -> SubmissionVersion:
    return submit_plan(submission.pilot_id, actor=actor, note=note)


def _answer(submission: Submission, outcome: Outcome, actor: User, remarks: str) -> None:
    review_plan(submission.pilot_id, actor=actor, approved=outcome == Outcome.APPROVED, remarks=remarks)


PLAN = Kind(
    title=_title,
    layout_of=layout_of,
    faults=faults,
    hand_in=_hand_in,
    outcomes=(Outcome.APPROVED, Outcome.RETURNED),
    answer=_answer,
    letter=plan_letter,
)

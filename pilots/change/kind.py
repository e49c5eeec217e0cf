"""The change as a kind of submission: what its pages need (A3 §三.三)."""

from accounts.models import User
from pilots.change.actions import answer_change, called, submit_change
from pilots.change.layout import faults, layout_of
from pilots.change.letter import change_letter
from pilots.models import Submission, SubmissionVersion
from pilots.states import Outcome
from pilots.writing.kind import Kind


def _hand_in(submission: Submission, actor: User, note: str) -> SubmissionVersion:
    return submit_change(submission.pk, actor=actor, note_to_city=note)


def _answer(submission: Submission, outcome: Outcome, actor: User, remarks: str) -> None:
    answer_change(submission.pk, outcome, actor=actor, remarks=remarks)


CHANGE = Kind(
    title=called,
    layout_of=layout_of,
    faults=faults,
    hand_in=_hand_in,
    outcomes=(Outcome.APPROVED, Outcome.RETURNED, Outcome.REFUSED),
    answer=_answer,
    letter=change_letter,
)

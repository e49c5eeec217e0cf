"""The progress report as a kind of submission: what its pages need."""

from accounts.models import User
from pilots.models import Submission, SubmissionVersion
from pilots.progress.actions import answer_report, hand_in_report, title_of_report
from pilots.progress.layout import faults, layout_of
from pilots.states import Outcome
from pilots.writing.kind import Kind
from pilots.writing.paper import paper_of
from pilots.writing.versions import as_handed_in
from sheets.letters.letter import Letter


def _hand_in(submission: Submission, actor: User, note: str) -> SubmissionVersion:
    return hand_in_report(submission.pk, actor=actor, note=note)


def _answer(submission: Submission, outcome: Outcome, actor: User, remarks: str) -> None:
    answer_report(submission.pk, outcome, actor=actor, remarks=remarks)


def _letter(version: SubmissionVersion) -> Letter:
    submission = version.submission
    title = f"{submission.pilot.entry.name}\n{title_of_report(submission)}"
    return paper_of(version, title, layout_of(as_handed_in(version)))


PROGRESS = Kind(
    title=title_of_report,
    layout_of=layout_of,
    faults=faults,
    hand_in=_hand_in,
    outcomes=(Outcome.APPROVED, Outcome.RETURNED),
    answer=_answer,
    letter=_letter,
)

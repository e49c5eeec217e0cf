"""What an evaluation begins and ends among the things that are handed in: parts of its acts (A1 §三.3, A3 §三.四)."""

from datetime import datetime

from accounts.models import User
from pilots.models import Evaluation, Pilot, Submission, SubmissionVersion
from pilots.states import Outcome, SubmissionKind
from pilots.writing.versions import answer, begin_submission, locked_submission


def open_repair(pilot: Pilot, evaluation: Evaluation, at: datetime) -> Submission:
    """Open the repair report that an evaluation asks for; it is due on the day that the evaluation set."""
    return begin_submission(pilot, SubmissionKind.REPAIR, at, due_on=evaluation.repair_until)


def accept_waiting(
    pilot: Pilot, kind: SubmissionKind, *, actor: User, at: datetime, remarks: str = ""
) -> SubmissionVersion | None:
    """Accept the self-evaluation or repair report that an evaluation was about, whatever its outcome is.

    Locks the submission, so call it before the evaluation is locked (docs/architecture.md). None when none waits.
    """
    waiting = pilot.submissions.unfinished().filter(kind=kind, versions__outcome=Outcome.WAITING).first()
    if waiting is None:
        return None
    submission = locked_submission(waiting.pk)
    return answer(submission, Outcome.APPROVED, actor=actor, at=at, remarks=remarks)

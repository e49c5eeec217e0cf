"""The repair report as a kind of submission: what its pages need (A1 §三.3, A3 §三.四)."""

from accounts.models import User
from journal.acts import Refused
from pilots.models import Submission, SubmissionVersion
from pilots.repair.actions import return_repair, submit_repair
from pilots.repair.layout import faults, layout_of
from pilots.states import Outcome
from pilots.writing.kind import Kind
from pilots.writing.paper import paper_of
from pilots.writing.versions import as_handed_in
from sheets.letters.letter import Letter


def _title(submission: Submission) -> str:
    return "整改报告" if submission.number == 1 else f"整改报告（第 {submission.number} 次整改）"


def _hand_in(submission: Submission, actor: User, note: str) -> SubmissionVersion:
    return submit_repair(submission.pilot_id, actor=actor, note=note)


def _answer(submission: Submission, outcome: Outcome, actor: User, remarks: str) -> None:
    if outcome != Outcome.RETURNED:
        raise Refused("整改报告随整改核查的结论通过；需要修改的，请退回。")
    return_repair(submission.pilot_id, actor=actor, remarks=remarks)


def _letter(version: SubmissionVersion) -> Letter:
    entry = version.submission.pilot.entry
    return paper_of(version, f"{entry.name}\n整改报告", layout_of(as_handed_in(version)))


REPAIR = Kind(
    title=_title,
    layout_of=layout_of,
    faults=faults,
    hand_in=_hand_in,
    outcomes=(Outcome.RETURNED,),
    answer=_answer,
    letter=_letter,
)

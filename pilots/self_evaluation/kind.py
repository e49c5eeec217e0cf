"""The self-evaluation as a kind of submission: what its pages need (A1 §三.3)."""

from accounts.models import User
from journal.acts import Refused
from pilots.models import Submission, SubmissionVersion
from pilots.self_evaluation.actions import return_self_evaluation, submit_self_evaluation
from pilots.self_evaluation.layout import faults, layout_of
from pilots.self_evaluation.paper import report_letter
from pilots.states import Outcome
from pilots.writing.kind import Kind


def _title(submission: Submission) -> str:
    return "自评报告"


def _hand_in(submission: Submission, actor: User, note: str) -> SubmissionVersion:
    return submit_self_evaluation(submission.pilot_id, actor=actor, note=note)


def _answer(submission: Submission, outcome: Outcome, actor: User, remarks: str) -> None:
    if outcome != Outcome.RETURNED:
        raise Refused("自评报告随审核评估的结论通过；需要修改的，请退回。")
    return_self_evaluation(submission.pilot_id, actor=actor, remarks=remarks)


SELF_EVALUATION = Kind(
    title=_title,
    layout_of=layout_of,
    faults=faults,
    hand_in=_hand_in,
    outcomes=(Outcome.RETURNED,),
    answer=_answer,
    letter=report_letter,
)

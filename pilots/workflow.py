"""The three lives of a pilot as tables, and the tables of what is handed in and decided in them (programme §3).

A verb of a life moves the pilot; who runs it looks the table up with ``life_of``. What is handed in, evaluations and
withdrawals have their own tables; their acts carry the verb of the life in the same transaction.
"""

from journal.models import Audience
from journal.workflow import Verb, Workflow
from pilots.models import Evaluation, Pilot, Submission, TakingOn, TitleProposal, Withdrawal
from pilots.rules import (
    follows_or_confirms,
    may_confirm,
    may_decide_title,
    may_follow,
    member,
    owner,
    second_of_evaluation,
    second_of_taking_on,
    second_of_withdrawal,
    why_not_second,
)
from pilots.states import (
    UNFINISHED,
    WRITABLE,
    EvaluationState,
    SubmissionState,
    TakingOnState,
    TitleState,
    WithdrawalState,
)
from programme.models import LibraryEntry
from reviews.rules import the_portal


def pilot_of(row: Submission | Evaluation | Withdrawal | TitleProposal) -> Pilot:
    """The pilot in whose timeline a row is recorded."""
    return row.pilot


SUBMISSION = Workflow(
    Submission,
    [
        Verb("write_submission", "填写", WRITABLE, None, member),
        Verb("hand_in_submission", "提交", WRITABLE, SubmissionState.HANDED_IN, owner),
        Verb(
            "accept_submission",
            "审核通过",
            (SubmissionState.HANDED_IN,),
            SubmissionState.ACCEPTED,
            may_follow,
        ),
        Verb("note_submission", "备案", (SubmissionState.HANDED_IN,), SubmissionState.ACCEPTED, the_portal),
        Verb(
            "return_submission",
            "退回修改",
            (SubmissionState.HANDED_IN,),
            SubmissionState.RETURNED,
            may_follow,
        ),
        Verb(
            "refuse_submission", "不予同意", (SubmissionState.HANDED_IN,), SubmissionState.REFUSED, may_follow
        ),
        Verb("drop_submission", "撤回", WRITABLE, SubmissionState.CLOSED, owner),
        Verb("close_submission", "终止办理", UNFINISHED, SubmissionState.CLOSED, the_portal),
    ],
    about=pilot_of,
)

EVALUATION = Workflow(
    Evaluation,
    [
        Verb("write_evaluation", "填写评估", (EvaluationState.OPEN,), None, may_follow, Audience.CITY),
        Verb("link_visit", "安排现场核查", (EvaluationState.OPEN,), None, may_follow, Audience.CITY),
        Verb(
            "propose_outcome",
            "提出评估结论",
            (EvaluationState.OPEN,),
            EvaluationState.PROPOSED,
            may_follow,
            Audience.CITY,
        ),
        Verb(
            "return_outcome",
            "退回评估结论",
            (EvaluationState.PROPOSED,),
            EvaluationState.OPEN,
            may_confirm,
            Audience.CITY,
        ),
        Verb(
            "confirm_outcome",
            "确认评估结论",
            (EvaluationState.PROPOSED,),
            EvaluationState.CONFIRMED,
            second_of_evaluation,
            refusal=why_not_second,
        ),
        Verb(
            "cancel_evaluation",
            "取消评估",
            (EvaluationState.OPEN, EvaluationState.PROPOSED),
            EvaluationState.CANCELLED,
            follows_or_confirms,
            Audience.CITY,
        ),
    ],
    about=pilot_of,
)

WITHDRAWAL = Workflow(
    Withdrawal,
    [
        Verb(
            "state_opinion",
            "提交陈述意见",
            (WithdrawalState.INTENDED, WithdrawalState.PROPOSED),
            WithdrawalState.INTENDED,
            owner,
        ),  # what was proposed before rests on another statement: it is proposed anew
        Verb("note_hearing", "登记听取意见", (WithdrawalState.INTENDED,), None, may_follow),
        Verb(
            "propose_withdrawal",
            "提出取消决定",
            (WithdrawalState.INTENDED,),
            WithdrawalState.PROPOSED,
            may_follow,
            Audience.CITY,
        ),
        Verb(
            "return_withdrawal",
            "退回取消决定",
            (WithdrawalState.PROPOSED,),
            WithdrawalState.INTENDED,
            may_confirm,
            Audience.CITY,
        ),
        Verb(
            "decide_withdrawal",
            "决定取消",
            (WithdrawalState.PROPOSED,),
            WithdrawalState.WITHDRAWN,
            second_of_withdrawal,
            refusal=why_not_second,
        ),
        Verb(
            "drop_withdrawal",
            "决定不予取消",
            (WithdrawalState.INTENDED, WithdrawalState.PROPOSED),
            WithdrawalState.DROPPED,
            may_confirm,
        ),
    ],
    about=pilot_of,
)

TITLE_PROPOSAL = Workflow(
    TitleProposal,
    [
        Verb(
            "grant_proposed_title",
            "确认授予称号",
            (TitleState.PROPOSED,),
            TitleState.GRANTED,
            may_decide_title,
            refusal=why_not_second,
        ),
        Verb(
            "return_title",
            "退回称号提议",
            (TitleState.PROPOSED,),
            TitleState.RETURNED,
            may_confirm,
            Audience.CITY,
        ),
    ],
    about=pilot_of,
)


def entry_of(row: TakingOn) -> LibraryEntry:
    """The entry in whose timeline taking on its pilot is recorded."""
    return row.entry


TAKING_ON = Workflow(
    TakingOn,
    [
        Verb(
            "confirm_taking_on",
            "确认纳入试点管理",
            (TakingOnState.PROPOSED,),
            TakingOnState.CONFIRMED,
            second_of_taking_on,
            Audience.CITY,
        ),
        Verb(
            "return_taking_on",
            "退回纳入试点管理",
            (TakingOnState.PROPOSED,),
            TakingOnState.RETURNED,
            may_confirm,
            Audience.CITY,
        ),
    ],
    about=entry_of,
)

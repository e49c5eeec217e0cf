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
    ENDED,
    UNFINISHED,
    WRITABLE,
    EvaluationState,
    SubmissionState,
    TakingOnState,
    TitleState,
    WithdrawalState,
)
from pilots.states import PilotState as S
from programme.models import LibraryEntry
from programme.notice import PilotType
from reviews.rules import the_portal

LIVING = tuple(state for state in S if state not in ENDED)

PLANNING: tuple[Verb[Pilot], ...] = (
    Verb("edit_remarks", "修改评审意见", (S.PLANNING,), None, may_follow),
    Verb("submit_plan", "提交方案", (S.PLANNING,), S.PLAN_SUBMITTED, owner),
    Verb("approve_plan", "同意方案", (S.PLAN_SUBMITTED,), S.IMPLEMENTING, may_follow),
    Verb("return_plan", "退回方案", (S.PLAN_SUBMITTED,), S.PLANNING, may_follow),
)


def changing(*states: S) -> tuple[Verb[Pilot], ...]:
    """Changes of what the plan aims at, which move no pilot (A3 §三.三)."""
    return (
        Verb("begin_change", "提出调整", states, None, member),
        Verb("submit_change", "提交调整申请", states, None, owner),
        Verb("approve_change", "同意调整", states, None, may_follow),
    )


AFTER_REPAIR: tuple[Verb[Pilot], ...] = (
    Verb("submit_repair", "提交整改报告", (S.REPAIR,), S.REPAIRED, owner),
    Verb("return_repair", "退回整改报告", (S.REPAIRED,), S.REPAIR, may_follow),
    Verb("find_failed", "认定整改未达标", (S.REPAIRED,), S.FAILED, may_confirm),
)
TITLE: tuple[Verb[Pilot], ...] = (
    Verb("grant_title", "授予称号", (S.EXCELLENT,), S.TITLED, may_confirm),
    Verb("date_plaque", "确定授牌日期", (S.TITLED, S.REPAIR, S.REPAIRED, S.FAILED), None, the_portal),
)
WITHDRAW: Verb[Pilot] = Verb("withdraw", "取消试点资格", LIVING, S.WITHDRAWN, may_confirm)

TECHNOLOGY = Workflow(
    Pilot,
    [
        *PLANNING,
        *changing(S.IMPLEMENTING, S.TRIAL),
        Verb("begin_trial", "开始试运行", (S.IMPLEMENTING,), S.TRIAL, owner),
        Verb("correct_trial", "更正试运行起始日期", (S.TRIAL,), None, may_follow),
        Verb("submit_self_evaluation", "提交自评报告", (S.TRIAL,), S.SELF_EVALUATED, owner),
        Verb("return_self_evaluation", "退回自评报告", (S.SELF_EVALUATED,), S.TRIAL, may_follow),
        Verb("find_excellent", "评估为优秀", (S.SELF_EVALUATED, S.REPAIRED), S.EXCELLENT, may_confirm),
        Verb("complete", "完成，不授予称号", (S.SELF_EVALUATED, S.REPAIRED), S.COMPLETED, may_confirm),
        Verb("order_repair", "限期整改", (S.SELF_EVALUATED,), S.REPAIR, may_confirm),
        *AFTER_REPAIR,
        *TITLE,
        WITHDRAW,
    ],
)
ZONE = Workflow(
    Pilot,
    [
        *PLANNING,
        *changing(S.IMPLEMENTING, S.TITLED),
        Verb("find_excellent", "评估为优秀", (S.IMPLEMENTING, S.REPAIRED), S.EXCELLENT, may_confirm),
        Verb(
            "keep_on", "评估为保持", (S.IMPLEMENTING, S.TITLED, S.REPAIRED), None, may_confirm
        ),  # back to where it was before the repair: titled or implementing
        Verb("complete", "完成，不授予称号", (S.IMPLEMENTING, S.REPAIRED), S.COMPLETED, may_confirm),
        Verb("order_repair", "限期整改", (S.IMPLEMENTING, S.TITLED), S.REPAIR, may_confirm),
        *AFTER_REPAIR,
        *TITLE,
        WITHDRAW,
    ],
)
LEADER = Workflow(Pilot, [Verb("date_plaque", "确定授牌日期", (S.TITLED,), None, the_portal), WITHDRAW])

LIVES: dict[str, Workflow[Pilot]] = {
    PilotType.TECHNOLOGY: TECHNOLOGY,
    PilotType.LEADER: LEADER,
    PilotType.ZONE: ZONE,
}
NO_LIFE: Workflow[Pilot] = Workflow(Pilot, [])  # of the ministry's pilots, whose course is not the city's


def life_of(pilot: Pilot) -> Workflow[Pilot]:
    """The table of a pilot's type."""
    return LIVES.get(pilot.entry.pilot_type, NO_LIFE)


def life_with(pilot_id: int) -> Workflow[Pilot]:
    """The table of the pilot with this key."""
    return life_of(Pilot.objects.select_related("entry").get(pk=pilot_id))


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

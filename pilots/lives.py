"""The three lives of a pilot as tables (programme §3, Life of a pilot).

A verb of a life moves the pilot; who runs it looks the table up with ``life_of`` or ``life_with``. The tables of what is
handed in and decided stand in ``workflow``; their acts carry the verb of the life in the same transaction.
"""

from journal.workflow import Verb, Workflow
from pilots.models import Pilot
from pilots.rules import may_confirm, may_follow, member, owner
from pilots.states import ENDED
from pilots.states import PilotState as S
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

"""When a title may be granted: on an evaluation that says excellent, not before its day, its conditions met (AWD-1)."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Evaluation, EvaluationCondition, Pilot
from pilots.states import EvaluationOutcome, PilotState

RUNNING_WITHDRAWAL = "取消试点资格的程序正在进行，结束以前不能提出或授予称号。"


def excellent_of(pilot: Pilot) -> Evaluation | None:
    """The evaluation that a title rests on: the last confirmed one, when it says excellent."""
    last = pilot.evaluations.confirmed().order_by("number").last()
    return last if last and last.outcome == EvaluationOutcome.EXCELLENT else None


def title_from(pilot: Pilot) -> date | None:
    """The first day on which a zone may have its title: the year of its work plan has passed (A3 §三.二, §三.四).

    The year begins when the plan was approved; where that day is not known, when the zone was selected. None for
    pilots that have no such year.
    """
    programme = pilot.entry.programme
    if not programme.plans_before_decision:
        return None
    begun = pilot.implementing_from or day_of(pilot.selected_at)
    return begun + relativedelta(months=programme.life.implementing_months)


def overdue_conditions(evaluation: Evaluation, today: date) -> list[EvaluationCondition]:
    """Conditions of an evaluation whose day has passed, and that are not met."""
    return list(evaluation.conditions.filter(met_at=None, due_on__lt=today))


def why_no_title(pilot: Pilot, now: datetime) -> str:
    """Why a pilot cannot have its title now, as a sentence; "" when it can."""
    today = day_of(now)
    if pilot.state != PilotState.EXCELLENT:
        return f"试点当前状态为「{pilot.get_state_display()}」。评估结论为优秀的试点，才能授予称号。"
    evaluation = excellent_of(pilot)
    if evaluation is None:
        return "没有经两人确认、结论为优秀的评估，不能授予称号。"
    if pilot.withdrawals.running().exists():
        return RUNNING_WITHDRAWAL
    first = title_from(pilot)
    if first and today < first:
        return f"试点工作方案实施满一年后才能授予称号，最早为{chinese_date(first)}。"
    if overdue := overdue_conditions(evaluation, today):
        named = "；".join(f"{condition.text}（{chinese_date(condition.due_on)}）" for condition in overdue)
        return f"评估附带的条件已到期，尚未确认完成：{named}。确认完成后才能授予称号。"
    return ""

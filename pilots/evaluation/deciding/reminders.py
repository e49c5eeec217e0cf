"""The organisation hears that a condition of its evaluation is due; once it is overdue the city hears it too (A1 §三.3)."""

from datetime import date, datetime, timedelta

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date, days_left
from journal import clock
from journal.clock import day_of
from pilots.models import EvaluationCondition
from pilots.states import ENDED, EvaluationState
from pilots.writing.reminding import DAYS, notice_due, tell_once


def remind_of_conditions(at: datetime | None = None) -> None:
    """Tell what is due and overdue; harmless at any time, any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    waiting = EvaluationCondition.objects.filter(
        met_at=None,
        evaluation__state=EvaluationState.CONFIRMED,
        due_on__lte=today + timedelta(days=max(DAYS)),
    ).exclude(evaluation__pilot__state__in=ENDED)
    for condition in waiting.select_related("evaluation__pilot__entry__organisation").order_by("pk"):
        if condition.due_on < today:
            _tell_overdue(condition, today, now)
        elif days := notice_due(condition.due_on, today, day_of(condition.evaluation.confirmed_at)):
            _tell_due(condition, days, today, now)


def _tell_due(condition: EvaluationCondition, days: int, today: date, now: datetime) -> None:
    entry, left = condition.evaluation.pilot.entry, days_left(condition.due_on, today)
    tell_once(
        User.objects.of(entry.organisation),
        key=f"condition_due:{condition.pk}:{days}",
        subject=f"附带条件{left}：{entry.number}",
        body=f"「{entry.name}」的评估附带条件须在{chinese_date(condition.due_on)}前完成，{left}：{condition.text}\n\n"
        "完成后请告知市生态环境局，由其确认。",
        link=condition.evaluation.get_absolute_url(),
        at=now,
    )


def _tell_overdue(condition: EvaluationCondition, today: date, now: datetime) -> None:
    """Each side once; the words for each."""
    entry, key = condition.evaluation.pilot.entry, f"condition_overdue:{condition.pk}"
    due, left = chinese_date(condition.due_on), days_left(condition.due_on, today)
    late = f"「{entry.name}」的评估附带条件须在{due}前完成，{left}，还没有确认完成"
    link = condition.evaluation.get_absolute_url()
    tell_once(
        User.objects.of(entry.organisation),
        key=f"{key}:organisation",
        subject=f"附带条件已逾期：{entry.number}",
        body=f"{late}：{condition.text}\n\n请立即完成并告知市生态环境局；确认完成以前不能授予称号。",
        link=link,
        at=now,
    )
    tell_once(
        User.objects.who_may(Capability.FOLLOW_PILOTS),
        key=f"{key}:city",
        subject=f"附带条件逾期未完成：{entry.number}",
        body=f"{late}：{condition.text}\n\n已经完成的，请在评估页确认。",
        link=link,
        at=now,
    )

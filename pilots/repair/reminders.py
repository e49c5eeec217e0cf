"""The organisation hears that its repair report is due; once it is overdue the city hears it too (A1 §三.3, A3 §三.四)."""

from datetime import date, datetime, timedelta

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date, days_left
from journal import clock
from journal.clock import day_of
from pilots.models import Submission
from pilots.states import WRITABLE, PilotState, SubmissionKind
from pilots.writing.reminding import DAYS, notice_due, tell_once

FOLLOWS = "逾期不整改，或者整改后仍未达到要求的，可以取消试点资格"


def remind_of_repairs(at: datetime | None = None) -> None:
    """Tell what is due and overdue; harmless at any time, any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    waiting = Submission.objects.filter(
        kind=SubmissionKind.REPAIR,
        state__in=WRITABLE,
        pilot__state=PilotState.REPAIR,
        due_on__lte=today + timedelta(days=max(DAYS)),
    )
    for submission in waiting.select_related("pilot__entry__organisation").order_by("pk"):
        if submission.due_on < today:
            _tell_overdue(submission, today, now)
        elif days := notice_due(submission.due_on, today, day_of(submission.state_since)):
            _tell_due(submission, days, today, now)


def _tell_due(submission: Submission, days: int, today: date, now: datetime) -> None:
    entry, left = submission.pilot.entry, days_left(submission.due_on, today)
    tell_once(
        User.objects.of(entry.organisation),
        key=f"repair_due:{submission.pk}:{submission.due_on:%Y%m%d}:{days}",
        subject=f"整改报告{left}：{entry.number}",
        body=f"「{entry.name}」的整改截止日期为{chinese_date(submission.due_on)}，{left}。整改报告还没有提交。{FOLLOWS}。",
        link=submission.get_absolute_url(),
        at=now,
    )


def _tell_overdue(submission: Submission, today: date, now: datetime) -> None:
    """Each side once; the words for each."""
    entry, due = submission.pilot.entry, chinese_date(submission.due_on)
    key = f"repair_overdue:{submission.pk}:{submission.due_on:%Y%m%d}"
    late = (
        f"「{entry.name}」的整改截止日期为{due}，{days_left(submission.due_on, today)}，整改报告还没有提交。"
    )
    tell_once(
        User.objects.of(entry.organisation),
        key=f"{key}:organisation",
        subject=f"整改报告已逾期：{entry.number}",
        body=f"{late}请立即提交；{FOLLOWS}。",
        link=submission.get_absolute_url(),
        at=now,
    )
    tell_once(
        User.objects.who_may(Capability.FOLLOW_PILOTS),
        key=f"{key}:city",
        subject=f"整改报告逾期未提交：{entry.number}",
        body=f"{late}{FOLLOWS}：先告知理由，听取陈述，再由两人决定。",
        link=submission.pilot.get_absolute_url(),
        at=now,
    )

"""Reminders of progress reports: 30, 7 and 1 days before the deadline, and on the day after it, each once."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from face.wording import chinese_date, days_left
from journal import clock
from journal.clock import day_of
from journal.models import Message
from journal.recording import tell
from pilots.models import Submission
from pilots.progress.actions import title_of_report
from pilots.states import ENDED, WRITABLE, SubmissionKind

STAGES = (1, 7, 30)  # days before the deadline
LATE = -1  # the day after it


def remind_of_reports(at: datetime | None = None) -> None:
    """Remind of each report that is due soon or late; harmless at any time, any number of times.

    After a pause only the most urgent word is said. Who was told of the report at that time or later, because it was
    opened or returned, is not told again.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    due = Submission.objects.filter(
        kind=SubmissionKind.PROGRESS, state__in=WRITABLE, due_on__lte=today + timedelta(days=max(STAGES))
    ).exclude(pilot__state__in=ENDED)
    for report in due.select_related("pilot__entry__organisation", "pilot__entry__cycle").order_by("pk"):
        stage = stage_of(report.due_on, today)
        if stage is None or day_of(report.state_since) >= report.due_on - timedelta(days=stage):
            continue
        key = f"report:{report.pk}:{report.due_on:%Y%m%d}:{stage}"
        if not Message.objects.filter(key__startswith=f"{key}:").exists():
            _remind(report, key, today, now)


def stage_of(due_on: date | None, today: date) -> int | None:
    """The most urgent word that is due today; None while the deadline is far."""
    if due_on is None:
        return None
    days = (due_on - today).days
    return LATE if days < 0 else next((stage for stage in STAGES if days <= stage), None)


@transaction.atomic
def _remind(report: Submission, key: str, today: date, now: datetime) -> None:
    entry, title = report.pilot.entry, title_of_report(report)
    left = days_left(report.due_on, today)
    over = report.due_on is not None and report.due_on < today
    what = (
        "已过提交期限，请尽快提交；提交后会注明逾期。"
        if over
        else f"请于{chinese_date(report.due_on)}（当日 24:00）前提交。"
    )
    tell(
        User.objects.of(entry.organisation),
        key=key,
        subject=f"{title}{left}：{entry.number}",
        body=f"「{entry.name}」的{title}提交期限为{chinese_date(report.due_on)}，{left}。{what}",
        link=report.get_absolute_url(),
        at=now,
    )

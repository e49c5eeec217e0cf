"""Reminders of progress reports: 30, 7 and 1 days before the deadline, and on the day after it, each once."""

from datetime import date, datetime, timedelta

from accounts.models import User
from face.wording import chinese_date, days_left
from journal import clock
from journal.clock import day_of
from pilots.models import Submission
from pilots.progress.actions import title_of_report
from pilots.states import ENDED, WRITABLE, SubmissionKind
from pilots.writing.reminding import DAYS, notice_due, tell_once

LATE = "late"


def remind_of_reports(at: datetime | None = None) -> None:
    """Remind of each report that is due soon or late; harmless at any time, any number of times.

    After a pause only the most urgent word is said. Who was told of the report later than that, because it was opened
    or returned, is not told again.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    due = Submission.objects.filter(
        kind=SubmissionKind.PROGRESS, state__in=WRITABLE, due_on__lte=today + timedelta(days=max(DAYS))
    ).exclude(pilot__state__in=ENDED)
    for report in due.select_related("pilot__entry__organisation", "pilot__entry__cycle").order_by("pk"):
        since = day_of(report.state_since)
        if report.due_on < today:
            if since <= report.due_on:  # returned after its deadline: its organisation knows
                _remind(report, LATE, today, now)
        elif days := notice_due(report.due_on, today, since):
            _remind(report, str(days), today, now)


def _remind(report: Submission, stage: str, today: date, now: datetime) -> None:
    entry, title = report.pilot.entry, title_of_report(report)
    left = days_left(report.due_on, today)
    what = (
        "请尽快提交；提交后会注明逾期。"
        if stage == LATE
        else f"请于{chinese_date(report.due_on)}（当日 24:00）前提交。"
    )
    tell_once(
        User.objects.of(entry.organisation),
        key=f"report:{report.pk}:{report.due_on:%Y%m%d}:{stage}",
        subject=f"{title}{left}：{entry.number}",
        body=f"「{entry.name}」的{title}提交期限为{chinese_date(report.due_on)}，{left}。{what}",
        link=report.get_absolute_url(),
        at=now,
    )

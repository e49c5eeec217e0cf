"""Three days and one day before the sheets of a panel are due, who still has open ones is told, once each time.

The key of a message names panel, day and reminder, so a sweep may run at any time and any number of times. After a
gap only the latest reminder goes out. A day that was moved is a new day. Who was given a sheet after the reminder was
due has just been told of it, and is left alone until the next one.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from face.wording import chinese_date, time_left
from journal import clock
from journal.clock import BEIJING, day_of
from journal.models import Message
from journal.recording import tell
from reviews.models import Panel, ScoreSheet
from reviews.states import ScoreSheetState

DAYS = (1, 3)  # the latest first
LISTED = 20


def end_of(day: date) -> datetime:
    """The instant at which a day is over in Beijing: the exclusive deadline of sheets due on it."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)


def remind_of_sheets(at: datetime | None = None) -> None:
    """Remind of open sheets that are due in three days or in one; harmless at any time, any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    panels = Panel.objects.filter(due__gte=today, due__lte=today + timedelta(days=max(DAYS)))
    for panel in panels.order_by("pk"):
        end = end_of(panel.due)
        days = next((days for days in DAYS if end - timedelta(days=days) <= now), None)
        if days is not None and now < end:
            _remind(panel, days, end, now)


def _remind(panel: Panel, days: int, end: datetime, now: datetime) -> None:
    """Tell each reviewer in a transaction of its own."""
    key = f"sheets:{panel.pk}:{panel.due:%Y%m%d}:{days}"
    told = set(Message.objects.filter(key__startswith=f"{key}:").values_list("recipient_id", flat=True))
    waiting = panel.score_sheets.open().exclude(reviewer__in=told)
    waiting = waiting.exclude(state=ScoreSheetState.ASSIGNED, state_since__gt=end - timedelta(days=days))
    by_reviewer: dict[User, list[ScoreSheet]] = defaultdict(list)
    for sheet in waiting.select_related("reviewer", "application__entry").order_by("application__number"):
        by_reviewer[sheet.reviewer].append(sheet)
    for reviewer, sheets in by_reviewer.items():
        _tell(panel, reviewer, sheets, key, end, now)


@transaction.atomic
def _tell(
    panel: Panel, reviewer: User, sheets: list[ScoreSheet], key: str, end: datetime, now: datetime
) -> None:
    lines = [f"{sheet.application.number} {sheet.application.entry.name}" for sheet in sheets[:LISTED]]
    more = [f"……共 {len(sheets)} 份"] if len(sheets) > LISTED else []
    tell(
        [reviewer],
        key=key,
        subject=f"评分{time_left(end, now)}截止：{panel.name}",
        body=f"「{panel.name}」的评分截止时间为 {chinese_date(panel.due)} 24:00，{time_left(end, now)}。"
        f"您还有 {len(sheets)} 份评分表没有提交：\n" + "\n".join(lines + more),
        link=reverse("reviewer_desk"),
        at=now,
    )

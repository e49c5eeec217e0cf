"""Reminders of the life of pilots: 30, 7 and 1 days before a deadline, each said once (CUT-6 has the same days)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from journal.models import Message
from journal.recording import tell

DAYS = (1, 7, 30)  # the latest first


def notice_due(due_on: date, today: date, since: date) -> int | None:
    """Which reminder of a deadline is due, in days before it; None when none is.

    Earlier ones that were missed are skipped, and so is one whose day lies before ``since``: who was asked later than
    that has just been told.

    Args:
        due_on: the last day.
    """
    if today > due_on:
        return None
    days = next((days for days in DAYS if due_on - timedelta(days=days) <= today), None)
    return days if days is not None and since <= due_on - timedelta(days=days) else None


@transaction.atomic
def tell_once(users: Iterable[User], *, key: str, subject: str, body: str, link: str, at: datetime) -> bool:
    """Tell people under a key; whether it was not said before. Harmless any number of times."""
    if Message.objects.filter(key__startswith=f"{key}:").exists():
        return False
    tell(users, key=key, subject=subject, body=body, link=link, at=at)
    return True

"""Ending sessions. The row goes, so the browser of the session is signed out with its next request."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User, UserSession
from accounts.models.session import idle_time


def running(user: User) -> QuerySet[UserSession]:
    """The sessions in which the person is signed in, the last used first."""
    now = timezone.now()
    return user.sessions.filter(expire_date__gt=now, seen_at__gt=now - idle_time()).order_by("-seen_at", "pk")


def end_session(user: User, began_at: str, *, but: str | None) -> bool:
    """End one session of the person, named by the instant of its beginning; never ``but``. Whether there was one."""
    rows = [row for row in running(user).exclude(pk=but) if row.began_at.isoformat() == began_at]
    for row in rows:
        row.delete()
    return bool(rows)


def end_other_sessions(user: User, *, but: str | None) -> int:
    """End all sessions of the person except the one with the key ``but``; return how many."""
    return user.sessions.exclude(pk=but).delete()[0]

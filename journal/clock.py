"""The one clock: the database's, so that all hosts agree (design §2, facts "Database").

In the embedded demo it can be ahead of the host's clock, so that a newcomer sees a whole year in an hour (CUT-2).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

_set_to: datetime | None = None


def now() -> datetime:
    """Return the present instant, aware, in UTC, with microseconds.

    A verb reads it once, before it waits for any lock, and passes it down (CUT-3).
    """
    if _set_to is not None:
        return _set_to
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0].astimezone(UTC)
    return datetime.now(UTC) + (ahead() or timedelta(0))


def day_of(instant: datetime) -> date:
    """The day in Beijing that an instant belongs to."""
    return instant.astimezone(BEIJING).date()


def ahead() -> timedelta | None:
    """How far the clock of the embedded demo is ahead; None where it cannot be moved (CUT-2).

    Read anew each time, so that all processes agree from the commit of a move on. A server never asks: with
    ``DATABASE_URL`` set, a row of ``journal.DemoClock`` means nothing.
    """
    if not settings.EMBEDDED:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead FROM journal_democlock")
        row = cursor.fetchone()
    return timedelta(seconds=row[0]) if row else None


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Hold the clock at ``instant`` (aware) for the whole process: for tests and demo data only."""
    global _set_to
    if instant.tzinfo is None:
        raise ValueError("The clock takes aware instants only.")
    before, _set_to = _set_to, instant.astimezone(UTC)
    try:
        yield
    finally:
        _set_to = before


BEIJING = ZoneInfo("Asia/Shanghai")

"""The one clock: the database's, so that all hosts agree (design §2, facts "Database")."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

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
    return datetime.now(UTC)


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

"""Writing the journal as only the owner of the database could, past its guard (``journal.guard``): what attackers do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def unguarded(to: BaseDatabaseWrapper = connection) -> Iterator[None]:
    """Let rows of the journal be changed and deleted for a while."""
    put_up = _postgres if to.vendor == "postgresql" else _sqlite
    with to.cursor() as cursor:
        yield from put_up(cursor)


def _postgres(cursor) -> Iterator[None]:
    # A superuser's right; an owner would drop the triggers.
    cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        cursor.execute("SET session_replication_role = origin")


def _sqlite(cursor) -> Iterator[None]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _, sql in triggers:
            cursor.execute(sql)

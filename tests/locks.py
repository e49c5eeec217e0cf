"""Who waits for whom in PostgreSQL, so that a test holds a lock exactly until somebody has come to it."""

from django.db import connection

WAITING = "select exists (select from pg_locks where not granted and %s = any(pg_blocking_pids(pid)))"


def is_waited_for(pid: int | None = None) -> bool:
    """Whether another connection waits for a lock that the connection with that backend pid (or our own) holds."""
    with connection.cursor() as cursor:
        if pid is None:
            cursor.execute("select pg_backend_pid()")
            (pid,) = cursor.fetchone()
        cursor.execute(WAITING, [pid])
        return cursor.fetchone()[0]

"""Whether the portal runs with rights that it must not have over its own journal."""

from django.db import connection

from journal.guard.tables import GUARDED

ASKED = ("DELETE", "TRUNCATE", "TRIGGER")
EXCESS = (
    "平台正以可以修改、删除日志的数据库账号（{role}）运行。"
    "请按 docs/operations.md 另建数据库所有者账号，把它写入 MIGRATION_DATABASE_URL，由它执行 migrate。"
)


def excess_rights() -> list[str]:
    """A sentence when the role of the portal could change the journal; none on SQLite, which has no roles.

    The owner of a table and a superuser hold every right on it.
    """
    if connection.vendor != "postgresql":
        return []
    asked = [
        f"has_table_privilege('public.{guarded.table}', '{right}')" for guarded in GUARDED for right in ASKED
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_user, {' OR '.join(asked)}")
        role, exceeds = cursor.fetchone()
    return [EXCESS.format(role=role)] if exceeds else []

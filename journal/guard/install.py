"""Putting the guard of the journal up, at the end of each migration: Django may have made a table anew."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from journal.guard import postgres, sqlite
from journal.guard.tables import GUARDED

STATEMENTS = {"postgresql": postgres.statements, "sqlite": sqlite.statements}
OWNS = "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'public.journal_record'::regclass"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up, where the tables are and belong to who asks."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if not {guarded.table for guarded in GUARDED} <= there:
            return  # migrated to a time before them
        if connection.vendor == "postgresql":
            cursor.execute(OWNS)
            if not cursor.fetchone()[0]:
                return  # nothing was migrated then, either
        for statement in STATEMENTS[connection.vendor]():
            cursor.execute(statement)


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the role of the portal its rights, all at once; it keeps none that it had before.

    Args:
        role: not the owner of the tables, as which this runs.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for statement in postgres.grants(tables, connection.ops.quote_name(role)):
            cursor.execute(statement)

"""Empties the test database after a test whose data was committed, for a fraction of what Django's flush costs.

A flush truncates every table and makes all content types and permissions anew; here only tables that have rows lose them.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.test import TransactionTestCase

from tests.unguarded import unguarded

STAYING = {model._meta.db_table for model in (ContentType, Permission)}  # no test writes them


def empty_after_tests() -> None:
    """Let every test with committed data end by ``empty`` in place of a flush."""
    TransactionTestCase._fixture_teardown = _empty_all


def empty(alias: str) -> None:
    """Delete the rows of all tables but those of ``STAYING``; sequences go on. Who still writes is waited for."""
    connection = connections[alias]
    names = [connection.ops.quote_name(table) for table in _tables(alias)]
    with (
        connection.constraint_checks_disabled(),
        transaction.atomic(using=alias),
        unguarded(connection),  # nor is any foreign key looked at then
        connection.cursor() as cursor,
    ):
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")


@cache
def _tables(alias: str) -> list[str]:
    tables = connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(tables) - STAYING)


def _empty_all(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        empty(alias)

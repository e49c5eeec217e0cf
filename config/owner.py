"""Migrating as the owner of the database, who is not the role that the portal runs as (docs/operations.md)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Connect as the owner for a while, where ``MIGRATION_DATABASE_URL`` names one.

    Gives the role that the portal runs as and that is to have its rights; "" where there is one role only.

    Raises:
        CommandError: it names another database.
    """
    own = connection.settings_dict
    if not settings.MIGRATION_DATABASE or settings.MIGRATION_DATABASE["USER"] == own["USER"]:
        yield ""
        return
    if settings.MIGRATION_DATABASE["NAME"] != own["NAME"]:
        raise CommandError("MIGRATION_DATABASE_URL 与 DATABASE_URL 指的不是同一个数据库，没有作任何改动。")
    connection.close()
    connection.settings_dict = own | settings.MIGRATION_DATABASE
    try:
        yield own["USER"]
    finally:
        connection.close()
        connection.settings_dict = own

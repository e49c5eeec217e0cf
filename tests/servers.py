"""The PostgreSQL server of the tests from beside their database: for making others there, and for dropping it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

OWN = "postgres"  # the database that every server has
END = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"


@contextmanager
def connected_to(name: str = OWN) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own to another database of the server, outside any transaction of the test."""
    beside = connection.copy("default")
    beside.settings_dict = beside.settings_dict | {"NAME": name}
    try:
        yield beside
    finally:
        beside.close()


def address_of(name: str) -> str:
    """Address of a database on the server."""
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"


@contextmanager
def new_database(name: str, template: str = "template0") -> Iterator[str]:
    """A database on the server, empty or a copy of another to which nobody is connected, gone afterwards."""
    with connected_to() as server:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name
        finally:
            with server.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def end_sessions(server: BaseDatabaseWrapper, name: str) -> None:
    """End, through a connection to another database, what a thread of an earlier test may still hold open there."""
    with server.cursor() as cursor:
        cursor.execute(END, [name])

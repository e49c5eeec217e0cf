"""How long the portal waits for its database; some tests wait longer (``patient_database``)."""

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limits")
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "jit")


def limits() -> list[str]:
    with connection.cursor() as cursor:
        return [cursor.execute(f"SHOW {name}") or cursor.fetchone()[0] for name in LIMITS]


@pytest.mark.django_db
def test_statements_and_locks_end_within_a_request():
    assert limits() == ["10s", "5s", "30s", "off"]


def test_a_test_that_floods_the_database_waits_longer(patient_database):
    assert limits() == ["10min", "10min", "10min", "off"]

"""What the tests of faults stand on: processes of their own that may be broken."""

import pytest
from django.db import connection

from tests.faults.stack import Postgres, Stack


def pytest_collection_modifyitems(items):
    """One at a time: these tests measure, and each fills the machine. They need row locks and a real queue."""
    for item in items:
        if "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("faults"))
            if connection.vendor != "postgresql":
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL and Redis: make test"))


@pytest.fixture
def stack(patient_database, tmp_path):
    """Redis, and whatever the test starts beside it, on this test's database; all gone afterwards."""
    found = Stack(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def postgres():
    """An empty PostgreSQL that the test may stop."""
    found = Postgres()
    yield found
    found.remove()

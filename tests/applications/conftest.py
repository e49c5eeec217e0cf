"""What tests of the room share: a time before the cutoff, and people signed in."""

from datetime import datetime

import pytest

from journal import clock
from journal.clock import BEIJING
from tests import factories


@pytest.fixture
def in_may():
    """Hold the clock before the cutoff of 2026; the value is the instant."""
    instant = datetime(2026, 5, 1, 10, tzinfo=BEIJING)
    with clock.set_to(instant):
        yield instant


@pytest.fixture
def applicant(client):
    """A person of an applicant organisation, signed in."""
    person = factories.applicant()
    client.force_login(person)
    return person


@pytest.fixture
def clerk(client):
    """A person of the bureau of 海淀区, signed in."""
    person = factories.recommender()
    client.force_login(person)
    return person

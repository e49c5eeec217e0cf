"""Fixtures of the room."""

import pytest

from tests import factories


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


@pytest.fixture
def official():
    """A person of the city who is not signed in."""
    return factories.staff()

"""The list of pages with contacts is whole: every page of the portal is read for telephone numbers and e-mail addresses."""

import pytest
from django.urls import reverse

from accounts.models import User
from portal.auditing.contact_pages import CONTACT_PAGES
from tests import factories
from tests.config.addresses import ROWS, World, make_world

READERS = ("staff", "recommender", "reviewer", "administrator", "auditor")
ANSWERED = (
    "contact@example.org",
    "010-12345678",
    "010-87654321",
)  # of the form, as tests/factories/applications.py answers it


@pytest.fixture
def world(db) -> World:
    """A season at its end."""
    return make_world()


@pytest.mark.parametrize("who", READERS)
def test_whatever_page_shows_contacts_is_on_the_list(world, who):
    unlisted = {
        name for name, row in ROWS.items() if not row.post and shows(world, who, name)
    } - CONTACT_PAGES
    assert unlisted == set()


def test_the_list_names_no_address_that_is_gone():
    assert set(ROWS) >= CONTACT_PAGES


def shows(world: World, who: str, name: str) -> bool:
    """Whether a page, as this person gets it, holds contacts of others; a file has a line of its own."""
    with factories.undone():
        url = reverse(name, args=ROWS[name].args(world))
        answer = world.client(who).get(url)
        text = b"".join(answer).decode("utf-8", "replace")
        if answer.status_code != 200 or "Content-Disposition" in answer:
            return False
        others = User.objects.exclude(pk=world.people[who].pk).values_list("email", flat=True)
        return any(contact in text for contact in (*ANSWERED, *others))

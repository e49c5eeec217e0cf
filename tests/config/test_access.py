"""Who gets into which address: every URL of the portal × every role, built from the resolver.

"In" means the page, or a redirect inside the portal; "out" means 404, 401, 403 or, without an account, the log-in page.
"""

import pytest
from django.urls import reverse

from tests import factories
from tests.config.addresses import EVERYONE, ROWS, Row, World, addresses, make_world


@pytest.fixture
def world(db) -> World:
    """The world of the matrix."""
    return make_world()


def test_every_address_has_a_row():
    names = set(addresses())
    missing = names - set(ROWS)
    assert (missing, set(ROWS) - names) == (set(), set())


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_everyone_gets_in_exactly_where_the_rows_say(world, who):
    wrong = []
    for name, row in ROWS.items():
        with factories.undone():
            status, entered = visit(world, who, name, row)
        if entered != (who in row.allowed) or status not in (200, 302, 401, 403, 404):
            wrong.append(f"{name}: {status}, {'in' if entered else 'out'}")
    assert not wrong, wrong


def visit(world: World, who: str, name: str, row: Row) -> tuple[int, bool]:
    """Status of the answer, and whether the person got in."""
    url = reverse(name, args=row.args(world))
    client = world.client(who)
    response = client.post(url) if row.post else client.get(url)
    b"".join(response)
    to_login = "/login/?next=" in response.headers.get("Location", "")
    return response.status_code, response.status_code in (200, 302) and not to_login


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("owner", "application_basics"),
        ("owner", "application_check"),
        ("recommender", "recommender_form"),
        ("staff", "screening"),
        ("reviewer", "reviewer_sheet"),
        ("staff", "visit_case"),
    ],
)
def test_no_browser_keeps_a_page_that_saves_itself(world, who, name):
    """Its back button would show fields as they were before, under 「已保存」."""
    answer = world.client(who).get(reverse(name, args=ROWS[name].args(world)))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]

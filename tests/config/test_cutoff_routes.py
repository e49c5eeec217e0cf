"""Every address that takes a POST is listed: bound to the cutoff, or not (CUT-3).

Bound are the acts at whose instant the city receives something. Everything else may be done at any time. A new
address that takes a POST and has no row here fails.
"""

import pytest
from django.urls import reverse

from tests import factories
from tests.config.addresses import ROWS, World, make_world

BOUND = {
    "application_check": "提交申报（自主申报即为接收；组织推荐为送推荐单位），提交补正",
    "recommender_form": "推荐并报送",
}
FREE = {
    "organisation_register",
    "application_start",
    "application_basics",
    "application_form",
    "application_conditions",
    "application_materials",
    "application_packet_retry",
    "application_take_back",
    "application_rework",
    "application_again",
    "application_withdraw",
    "attachment_delete",
    "paper_register",
    "screening",
    "panel_create",
    "panel_add",
    "panel_put",
    "decide",
    "sheet_reopen",
    "rubric_edit",
    "reviewer_declare",
    "reviewer_sheet",
    "plan_submit",
    "plan_review",
    "grant_title",
    "library_national",
    "library_grade",
    "cycle_edit",
    "cycle_open",
}
ACCOUNTS = "account_"  # log-in and passwords: nothing the city receives


def takes_post(world: World, name: str) -> bool:
    """Whether the address takes a POST from somebody who gets in."""
    row = ROWS[name]
    if row.post:
        return True
    client = world.client(sorted(row.allowed - {"visitor"})[0])
    with factories.undone():
        return client.post(reverse(name, args=row.args(world))).status_code != 405


@pytest.mark.django_db
def test_cut_3_every_address_that_takes_a_post_is_listed_as_bound_to_the_cutoff_or_not():
    world = make_world()
    own = [name for name in ROWS if not name.startswith(ACCOUNTS) and ":" not in name]
    assert {name for name in own if takes_post(world, name)} == FREE | set(BOUND)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOUND)
def test_cut_3_what_is_bound_says_which_year_it_counts_for(name):
    world = make_world()
    waiting = factories.submitted(to=world.people["recommender"].organisations.get())
    who, pk = ("owner", world.draft.pk) if name == "application_check" else ("recommender", waiting.pk)
    page = world.client(who).get(reverse(name, args=[pk])).content.decode()
    assert f"{world.draft.cycle.year} 年度" in page

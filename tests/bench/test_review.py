"""The small version of ``make bench-review``: every page answers, with a number of statements that rows do not change."""

from argparse import Namespace

import pytest
from django.urls import reverse

from bench.review_steps.__main__ import QUERIES, pages
from bench.review_steps.season import season
from reviews.ranking.ranked_rows import ranked_rows


@pytest.mark.django_db
def test_the_pages_of_an_evaluation_make_a_constant_number_of_statements(client):
    made = season(received=24, reviewed=8, sheets=7, sent=6, pending=3)
    found = {page.name: page for page in pages(made, Namespace(rounds=1))}
    assert {
        name: len(each.queries) == 1 and max(each.queries) <= QUERIES for name, each in found.items()
    } == (dict.fromkeys(found, True))
    assert [ranked_row.sums.sheets for ranked_row in ranked_rows(made.cycle, "technology")] == [7] * 8
    client.force_login(made.clerk)
    assert client.get(reverse("recommender_list")).content.decode().count("示例光储直柔一体化示范项目第") >= 3

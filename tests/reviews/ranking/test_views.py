"""Ranking and decisions on the pages of the city (REV-3, REV-5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.capabilities import Role
from reviews.models import Panel
from reviews.ranking.rows import ranked, reviewed, with_sheets
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def test_rev_3_the_ranking_shows_raw_and_trimmed_ties_and_no_result(client, staff):
    five = factories.scored(scores=[0, 8, 8, 8, 10])
    tied = factories.scored(scores=[8, 8, 8])
    low = factories.scored(scores=[3, 4, 5])
    none = factories.scored(scores=[9, 9])
    rows = ranked(with_sheets(reviewed(five.cycle, five.pilot_type)))
    assert [(row.application.pk, row.ranked.rank, row.ranked.tied) for row in rows] == [
        (five.pk, 1, True),
        (tied.pk, 1, True),
        (low.pk, 3, False),
        (none.pk, None, False),
    ]
    text = text_of(client.get(reverse("ranking")))
    for words in ("80.00", "68.00", "100.00", "（并列）", "有效评分表不足 3 份"):
        assert words in text
    narrowed = client.get(reverse("ranking"), {"type": "leader"})
    assert "没有进入评审的申报" in text_of(narrowed)


def test_rev_3_ranking_takes_two_queries_however_many(staff):
    costs = []
    for _ in range(3):
        application = factories.scored()
        with CaptureQueriesContext(connection) as queries:
            rows = ranked(with_sheets(reviewed(application.cycle, application.pilot_type)))
        costs.append(len(queries))
    assert len(rows) == 3
    assert costs == [2, 2, 2]


@pytest.mark.parametrize("name", ["panel_list", "ranking", "panel_detail"])
def test_lists_cost_the_same_for_one_and_three(client, staff, name):
    first = factories.scored()
    panel = Panel.objects.get()
    url = reverse(name, args=[panel.pk] if name == "panel_detail" else [])
    costs = [_cost(client, url)]
    for _ in range(2):
        other = factories.scored()
        other.score_sheets.update(panel=panel)
    assert first.cycle == other.cycle
    costs.append(_cost(client, url))
    assert costs[0] == costs[1]


def _cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        text_of(client.get(url))
    return len(queries)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.RECOMMENDER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_the_evaluation_is_the_citys(client, role):
    application = factories.scored()
    client.force_login(factories.person(role))
    panel, sheet = Panel.objects.get(), application.score_sheets.first()
    for name, args in [
        ("panel_list", []),
        ("panel_create", []),
        ("panel_detail", [panel.pk]),
        ("ranking", []),
        ("decide", [application.pk]),
        ("sheet_reopen", [sheet.pk]),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 404
    assert client.post(reverse("panel_put", args=[panel.pk])).status_code == 404

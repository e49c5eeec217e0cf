"""The ranking page: the whole ranking from sums, other weights that are only tried, details, pages (REV-3)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.models import Record
from reviews.models import Panel, ScoreSheet
from reviews.panels.notes.actions import write_note
from reviews.ranking import views as ranking_views
from reviews.ranking.ranked_rows import ranked_rows
from reviews.ranking.rows import ranked, reviewed, with_sheets
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import reopen_sheet, submit_sheet
from reviews.scoring.totals import Weighing, points, result
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def scores_of(application) -> dict:
    return {
        score_sheet.pk: score_sheet.scores
        for score_sheet in ScoreSheet.objects.filter(application=application)
    }


def lopsided(application, first: list, rest: str = "5"):
    """Give every sheet of an application these scores for the first criterion and one score for the others."""
    criteria = rubric_of(application.cycle, application.pilot_type)
    for sheet, score in zip(application.score_sheets.order_by("pk"), first, strict=True):
        reopen_sheet(sheet.pk, actor=factories.staff(), reason="示例。")
        given = {str(criterion.pk): rest for criterion in criteria} | {str(criteria[0].pk): score}
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores=given, remarks="")


def test_rev_3_the_sums_of_the_database_rank_as_the_sheets_do():
    for scores in ([0, 8, 8, 8, 10], [8, 8, 8], [3, 4, 5], [9, 9], [6.5, 7, 7.5, 9.5]):
        application = factories.scored(scores=scores)
    reopened = application.score_sheets.first()
    reopen_sheet(reopened.pk, actor=factories.staff(), reason="示例。")
    rows = ranked(with_sheets(reviewed(application.cycle, application.pilot_type)))
    found = ranked_rows(application.cycle, application.pilot_type)
    assert [(each.pk, each.rank.number, each.rank.tied) for each in found] == [
        (row.application.pk, row.ranked.rank, row.ranked.tied) for row in rows
    ]
    assert [each.sums.mean and Decimal(each.sums.mean) / 100 for each in found] == [
        row.ranked.result.mean for row in rows
    ]


def test_rev_3_other_weights_rank_anew_and_change_nothing(client, staff):
    high, low = factories.scored(scores=[6, 6, 6]), factories.scored(scores=[5, 5, 5])
    lopsided(low, ["9", "9", "9"], "4")
    criteria = rubric_of(high.cycle, high.pilot_type)
    weights = {f"w{criterion.pk}": 0 for criterion in criteria} | {f"w{criteria[0].pk}": 100}
    before = (scores_of(high), scores_of(low), Record.objects.count())
    official = text_of(client.get(reverse("ranking")))
    text = text_of(client.get(reverse("ranking"), weights))
    assert "试算，不影响结果" in text and "试算，不影响结果" not in official
    assert "▲ 升 1 位" in text and "▼ 降 1 位" in text
    assert text.index(low.number) < text.index(high.number)
    assert official.index(high.number) < official.index(low.number)
    assert "90.00" in text and "90.00" not in official
    assert (scores_of(high), scores_of(low), Record.objects.count()) == before


def test_rev_3_the_database_weighs_a_trial_as_exactly_as_we_do():
    applications = [factories.scored() for _ in range(3)]
    criteria = rubric_of(applications[0].cycle, applications[0].pilot_type)
    odd = ["0.05", "8.15", "9.9999", "3.3333", "10", "7.0001", "6.65", "1.005", "4.35"]
    for n, sheet in enumerate(ScoreSheet.objects.order_by("pk")):
        sheet.scores = {str(each.pk): odd[(n * 7 + m * 5) % 9] for m, each in enumerate(criteria)}
        sheet.save()
    for weights in ([33, 17, 7, 11, 13, 19], [0, 0, 1, 0, 99, 0], [50, 50, 0, 0, 0, 0]):
        tried = {each.pk: weight for each, weight in zip(criteria, weights, strict=True)}
        found = ranked_rows(
            applications[0].cycle, applications[0].pilot_type, criteria=criteria, weights=tried
        )
        weighing = Weighing(criteria, tried)
        for each in found:
            totals = [weighing.hundredths(scores) for scores in scores_of(each.pk).values()]
            assert each.trial_mean == result(map(points, totals)).sums.mean


@pytest.mark.parametrize("wrong", ["50", "", "abc", "-1", "101"])
def test_rev_3_weights_that_cannot_be_are_said_and_the_official_ranking_stays(client, staff, wrong):
    application = factories.scored()
    criteria = rubric_of(application.cycle, application.pilot_type)
    weights = {f"w{criterion.pk}": criterion.weight for criterion in criteria} | {f"w{criteria[0].pk}": wrong}
    text = text_of(client.get(reverse("ranking"), weights))
    assert "error-summary" in text and "试算，不影响结果" not in text
    assert application.number in text


def test_rev_3_a_line_unfolds_to_criteria_sheets_outliers_history_and_notes(client, staff):
    application = factories.scored(scores=[9, 8, 8])
    lopsided(application, ["0", "8", "8"], "0")
    panel = Panel.objects.get()
    write_note(panel.pk, application.pk, actor=staff, text="核算边界需要说明。", after=0)
    url = reverse("ranking_case", args=[application.pk])
    page, part = text_of(client.get(url)), text_of(client.get(url, headers={"HX-Request": "true"}))
    assert "<html" in page and "<html" not in part
    for words in ("离群", "退回过 1 次", "90.00", "核算边界需要说明。", "5.33"):
        assert words in part
    assert "标准差" in text_of(client.get(reverse("ranking")))


def test_the_ranking_is_divided_into_pages_and_costs_the_same_for_one_and_three(client, staff, monkeypatch):
    costs, numbers = [], []
    for _ in range(3):
        numbers.append(factories.scored().number)
        with CaptureQueriesContext(connection) as queries:
            text_of(client.get(reverse("ranking")))
        costs.append(len(queries))
    assert costs[1] == costs[2] <= 12
    monkeypatch.setattr(ranking_views, "PAGE_SIZE", 2)
    first, second = (text_of(client.get(reverse("ranking"), {"page": page})) for page in (1, 2))
    assert [number in first for number in numbers] == [True, True, False]
    assert [number in second for number in numbers] == [False, False, True]


def test_the_reopened_values_are_shown_to_staff_at_the_sheet_and_not_to_the_reviewer(client, staff):
    application = factories.scored(scores=[9, 8, 8])
    sheet = application.score_sheets.order_by("pk").first()
    reopen_sheet(sheet.pk, actor=staff, reason="指标误填。")
    url = reverse("reviewer_sheet", args=[sheet.pk])
    text = text_of(client.get(url))
    assert "退回前的评分" in text and "指标误填。" in text and "90.00" in text
    client.force_login(sheet.reviewer)
    assert "退回前的评分" not in text_of(client.get(url))

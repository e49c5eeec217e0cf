"""The scores as Excel: ranking by field, each sheet, the rule; names only on demand (REV-3)."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from programme.notice import Field
from reviews.models import Panel, ScoreSheet
from reviews.panels.actions import take_out
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import reopen_sheet
from tests import factories


@pytest.fixture
def staff(db, client):
    person = factories.staff()
    client.force_login(person)
    return person


def book(client, application, **query):
    asked = {"cycle": application.cycle.year, "type": application.pilot_type, "field": ""} | query
    response = client.get(reverse("ranking_file"), asked)
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def table(sheet) -> list[dict]:
    rows = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if len([cell for cell in row if cell is not None]) > 4)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def test_rev_3_raw_and_trimmed_mean_spread_and_rule_stand_side_by_side(client, staff):
    application = factories.scored(scores=[1, 7, 8, 9, 10])
    sheet = book(client, application)[application.get_field_display()]
    row = table(sheet)[0]
    assert (row["名次"], row["编号"], row["有效评分表"]) == (1, application.number, 5)
    assert (row["得分"], row["原始平均"], row["分差"], row["去掉最高最低分"]) == (80, 70, 90, "是")
    assert "满 5 份起，去掉一个最高分和一个最低分" in sheet["A2"].value


def test_rev_3_ties_and_missing_results_are_said(client, staff):
    one, two = factories.scored(), factories.scored()
    factories.scored(scores=[9, 9])
    rows = table(book(client, one)[one.get_field_display()])
    assert [(row["名次"], row["并列"]) for row in rows] == [(1, "并列"), (1, "并列"), ("无结果", None)]
    assert {rows[0]["编号"], rows[1]["编号"]} == {one.number, two.number}
    assert rows[2]["得分"] is None
    assert [row["去掉最高最低分"] for row in rows] == ["否", "否", "—"]


def test_rev_3_each_field_is_ranked_by_itself(client, staff):
    first, second = factories.scored(scores=[9, 9, 9]), factories.scored(scores=[7, 7, 7])
    type(second).objects.filter(pk=second.pk).update(field=Field.WASTE)
    found = book(client, first)
    assert found.sheetnames == ["全部领域", Field.ENERGY.label, Field.WASTE.label, "评分明细"]
    assert [row["名次"] for row in table(found["全部领域"])] == [1, 2]
    assert [row["名次"] for row in table(found[Field.WASTE.label])] == [1]
    only = book(client, first, field=Field.WASTE)
    assert [row["编号"] for row in table(only[Field.WASTE.label])] == [second.number]


def test_rev_3_every_sheet_has_its_scores_and_unfinished_ones_none(client, staff):
    application = factories.scored()
    reopen_sheet(application.score_sheets.first().pk, actor=staff, reason="复核")
    rows = table(book(client, application)["评分明细"])
    assert len(rows) == 3
    reopened = next(row for row in rows if row["评分表"] == "评分中")
    assert (reopened["总分"], reopened["评审意见"]) == (None, None)
    done = [row for row in rows if row["评分表"] == "已提交"]
    totals = set(ScoreSheet.objects.valid().values_list("total", flat=True))
    assert {Decimal(str(row["总分"])).quantize(Decimal("0.01")) for row in done} == totals
    criteria = [name for name in rows[0] if "分制" in name]
    assert all(isinstance(row[name], int | float) for row in done for name in criteria)


def test_reviewers_stand_by_name_only_on_demand(client, staff):
    application = factories.scored()
    names = {score_sheet.reviewer.name for score_sheet in application.score_sheets.all()}
    assert {row["专家"] for row in table(book(client, application)["评分明细"])} == {
        "专家1",
        "专家2",
        "专家3",
    }
    assert {row["专家"] for row in table(book(client, application, names=1)["评分明细"])} == names


def order_of(client, application, **query) -> list[str]:
    """Who stands behind 专家1, 专家2 …, told by the total of the sheet."""
    rows = table(book(client, application, **query)["评分明细"])
    assert [row["专家"] for row in rows] == [f"专家{n}" for n in range(1, len(rows) + 1)]
    reviewers = {str(sheet.total): sheet.reviewer.name for sheet in application.score_sheets.all()}
    return [reviewers[f"{row['总分']:.2f}"] for row in rows]


def test_rev_3_codes_are_kept_when_somebody_joins_or_leaves(client, staff):
    application = factories.scored(scores=[4, 5, 6, 7, 8, 9])
    before = order_of(client, application)
    assert order_of(client, application, field=application.field) == before
    panel, newcomers = Panel.objects.get(), [factories.reviewer() for _ in range(2)]
    for newcomer in newcomers:
        factories.add_reviewer(panel, newcomer)
    take_out(panel.pk, newcomers[0], actor=staff, reason="示例原因。")
    rows = table(book(client, application)["评分明细"])
    assert [row["专家"] for row in rows] == [f"专家{n}" for n in range(1, 9)]
    reviewers = {str(sheet.total): sheet.reviewer.name for sheet in application.score_sheets.valid()}
    assert [reviewers[f"{row['总分']:.2f}"] for row in rows[:6]] == before


def test_rev_3_who_joins_together_is_numbered_by_chance(db):
    """Five panels of six all in the order of accounts: once in 720 to the power of five."""
    orders = [factories.scored(scores=[4, 5, 6, 7, 8, 9]).score_sheets.first().panel for _ in range(5)]
    by_number = [list(panel.seats.values_list("reviewer_id", flat=True)) for panel in orders]
    assert any(found != sorted(found) for found in by_number)
    assert all(sorted(p.seats.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6] for p in orders)


def test_the_remarks_of_a_reviewer_are_never_a_formula(client, staff):
    application = factories.scored()
    ScoreSheet.objects.filter(application=application).update(remarks="=1+1")
    sheet = book(client, application)["评分明细"]
    typed = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in typed] == ["s"] * 3


def test_a_panel_has_its_own_table(client, staff):
    application, other = factories.scored(), factories.scored()
    panel = application.score_sheets.first().panel
    response = client.get(reverse("panel_file", args=[panel.pk]))
    found = load_workbook(io.BytesIO(response.content))
    rows = table(found[application.get_field_display()])
    title = f"{panel.cycle.year}年度{panel.name}评分汇总表"
    assert [sheet["A1"].value.startswith(title) for sheet in found] == [True] * len(found.sheetnames)
    assert [row["编号"] for row in rows] == [application.number]
    assert other.number not in str(rows)
    assert reverse("panel_file", args=[panel.pk]) in client.get(reverse("panel_detail", args=[panel.pk])).text


def test_nothing_reviewed_gives_an_empty_table(client, staff):
    application = factories.received()
    found = book(client, application)
    assert found.sheetnames == ["全部领域", "评分明细"]
    assert "没有进入评审的申报" in str(list(found["全部领域"].values))


def test_equal_scores_give_equal_bytes(client, staff):
    application = factories.scored()
    asked = {"cycle": application.cycle.year, "type": application.pilot_type, "field": ""}
    first, second = (client.get(reverse("ranking_file"), asked).content for _ in range(2))
    assert first == second


def test_the_ranking_leads_to_its_files_and_wrong_questions_to_none(client, staff):
    factories.scored()
    text = client.get(reverse("ranking")).text
    assert reverse("ranking_file") in text
    assert client.get(reverse("ranking_file"), {"cycle": 1999, "type": "x"}).status_code == 404


def test_rev_3_deviation_outliers_and_the_means_of_criteria_are_numbers(client, staff):
    application = factories.scored(scores=[1, 8, 8, 9, 9])
    row = table(book(client, application)[application.get_field_display()])[0]
    assert (row["标准差"], row["离群总分"]) == (33.91, 10)
    means = [value for label, value in row.items() if label and label.endswith("分制）")]
    assert means and set(means) == {7}


def test_rev_3_a_trial_has_a_sheet_of_its_own_that_says_so(client, staff):
    application = factories.scored()
    criteria = rubric_of(application.cycle, application.pilot_type)
    weights = {f"w{criterion.pk}": 0 for criterion in criteria} | {f"w{criteria[0].pk}": 100}
    found = book(client, application, **weights)
    assert "试算，不影响结果" in found["试算"]["A1"].value
    row = table(found["试算"])[0]
    assert (row["试算名次"], row["试算得分"], row["正式得分"], row["名次变化"]) == (1, 80, 80, 0)
    assert "试算" not in book(client, application).sheetnames

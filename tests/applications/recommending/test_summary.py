"""The summary table of a recommender as Word and Excel (programme §2.2, REC-3)."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from applications.models import Application
from applications.submitting import actions
from programme.notice import Sheet
from tests import factories
from tests.sheets.word_text import word_text

pytestmark = pytest.mark.django_db


def download(client, kind, year=None):
    year = year or Application.objects.latest("pk").cycle.year
    response = client.get(reverse("recommender_summary_file", args=[year, kind]))
    assert response.status_code == 200
    return response


def excel_rows(client) -> list[tuple]:
    sheet = load_workbook(io.BytesIO(download(client, "excel").content))["推荐汇总表"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(position for position, row in enumerate(rows) if row[0] == "序号")
    return [row for row in rows[head + 1 :] if isinstance(row[0], int)]


def test_the_table_stands_form_by_form_and_parks_in_the_order_of_recommendation(client, clerk):
    at = clerk.organisations.get()
    made = [factories.received(sheet, to=at) for sheet in (Sheet.PARK, Sheet.TECHNOLOGY, Sheet.PARK)]
    rows = excel_rows(client)
    assert [row[1] for row in rows] == [made[1].number, made[0].number, made[2].number]
    assert [row[0] for row in rows] == [1, 2, 3]
    word = word_text(download(client, "word").content)
    assert (
        "推荐项目：共3项（先进低碳技术项目1项，气候友好型区域（园区）2项），其中园区2个（名额3个，按推荐先后排列）"
        in word
    )
    assert "推荐单位（盖章）：" in word
    assert word.index(made[0].number) < word.index(made[2].number)


def test_what_others_recommend_and_what_was_withdrawn_is_left_out(client, clerk):
    own = factories.received(to=clerk.organisations.get())
    factories.received(Sheet.LEADER)
    gone = factories.received(to=clerk.organisations.get())
    actions.withdraw(gone.pk, actor=gone.created_by, reason="不再实施")
    assert [row[1] for row in excel_rows(client)] == [own.number]


def test_an_opinion_that_looks_like_a_formula_is_text(client, clerk):
    sent = factories.submitted(to=clerk.organisations.get())
    factories.forward(sent, by=clerk, recommender_opinion='=HYPERLINK("http://x")')
    sheet = load_workbook(io.BytesIO(download(client, "excel").content))["推荐汇总表"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPER"))
    assert cell.data_type == "s"


def test_a_long_opinion_is_cut_in_the_word_and_whole_in_excel(client, clerk):
    sent = factories.submitted(to=clerk.organisations.get())
    factories.forward(sent, by=clerk, recommender_opinion="同意推荐该项目。" * 60)
    assert f"{('同意推荐该项目。' * 60)[:150]}……（全文见申报表）" in word_text(
        download(client, "word").content
    )
    assert excel_rows(client)[0][8] == "同意推荐该项目。" * 60


def test_an_empty_year_still_has_a_table_to_seal(client, clerk):
    year = factories.draft().cycle.year
    assert "本年度没有推荐的申报" in word_text(download(client, "word", year).content)


def test_equal_data_give_equal_files(client, clerk):
    factories.received(to=clerk.organisations.get())
    for kind in ("word", "excel"):
        assert download(client, kind).content == download(client, kind).content


@pytest.mark.parametrize(("year", "kind"), [(1999, "word"), (None, "pdf")])
def test_what_there_is_not_is_404(client, clerk, year, kind):
    year = year or factories.draft().cycle.year
    assert client.get(reverse("recommender_summary_file", args=[year, kind])).status_code == 404


def test_cut_5_what_is_evaluated_a_year_later_stays_in_the_table_of_its_recommendation(client, clerk):
    own = factories.received(to=clerk.organisations.get())
    year = own.cycle.year
    own.cycle = factories.next_cycle()
    own.save()
    for each, listed in ((year, True), (year + 1, False)):
        text = client.get(reverse("recommender_summary"), {"year": each}).text
        assert (own.number in text) == listed

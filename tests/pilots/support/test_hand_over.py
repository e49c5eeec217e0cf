"""Lists for the finance bureau and the green project library, and what they leave out (AWD-1)."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from face.fields import today
from journal import clock
from pilots.models import Pilot
from pilots.support.actions import cancel_support, grant_support
from programme.models import LibraryEntry
from programme.notice import Sheet, Support
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


def money(entry: LibraryEntry, actor, **changes):
    facts = {
        "amount_wan": Decimal("30.50"),
        "document": "示例财〔2026〕1号",
        "authority": "示例财政局",
    } | changes
    return grant_support(entry.pk, actor=actor, kind=Support.FISCAL, granted_on=today(), **facts)


def withdraw(entry: LibraryEntry) -> None:
    """As an ended withdrawal leaves it."""
    Pilot.objects.filter(entry=entry).update(state="withdrawn", ended_at=clock.now(), state_since=clock.now())


def sheets_of(client, name: str, **query) -> tuple[list[dict], list[dict], str]:
    """Rows of the list, rows of what is left out, all text of the first sheet."""
    book = load_workbook(io.BytesIO(client.get(reverse(name), query).content))
    tables = []
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = next(index for index, row in enumerate(rows) if row[0] == "序号")
        body = [row for row in rows[head + 1 :] if isinstance(row[0], int)]
        tables.append([dict(zip(rows[head], row, strict=True)) for row in body])
    text = "\n".join(
        str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell
    )
    return *tables, text


def test_awd_1_the_finance_bureau_gets_pilots_and_kept_entries_with_fiscal_support(client, staff):
    pilot, kept, gone = factories.selected().entry, factories.kept().entry, factories.selected().entry
    money(pilot, staff)
    money(kept, staff, amount_wan=None)
    money(gone, staff)
    withdraw(gone)
    cancel_support(money(kept, staff).pk, actor=staff, reason="登记有误")
    grant_support(pilot.pk, actor=staff, kind=Support.PUBLICITY, granted_on=today())
    listed, left_out, text = sheets_of(client, "finance_bureau_file")
    by_number = {line["编号"]: line for line in listed}
    assert set(by_number) == {pilot.number, kept.number} and len(listed) == 2
    line = by_number[pilot.number]
    assert (line["名称"], line["申报单位"], line["统一社会信用代码"], line["所在区"]) == (
        pilot.name,
        pilot.organisation_name,
        pilot.organisation_code,
        pilot.get_district_display(),
    )
    assert (line["金额（万元）"], line["文件名称或文号"]) == (30.5, "示例财〔2026〕1号")
    assert by_number[kept.number]["金额（万元）"] is None
    assert f"没有登记金额，金额栏空白：{kept.number}。" in text and "金额合计 30.50 万元" in text
    assert [(line["编号"], line["未列入的原因"]) for line in left_out] == [(gone.number, "已取消试点资格")]
    assert "未列入 1 项：已取消试点资格 1 项" in text
    assert "示例联系人" not in text
    page = client.get(reverse("hand_over_lists")).text
    assert "30.50</strong> 万元" in page and "已取消试点资格 1 项" in page
    assert reverse("hand_over_lists") in client.get(reverse("support_list")).text


def test_awd_1_the_green_project_library_gets_pilots_and_kept_entries(client, staff):
    technology, leader = factories.selected().entry, factories.selected(Sheet.LEADER).entry
    kept, received = factories.kept().entry, factories.received().entry
    withdrawn, gone = factories.received().entry, factories.selected(Sheet.LEADER).entry
    LibraryEntry.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    unfit = factories.received().entry
    LibraryEntry.objects.filter(pk=unfit.pk).update(state="not_eligible")
    withdraw(gone)
    grant_support(leader.pk, actor=staff, kind=Support.LIBRARY, granted_on=today())
    listed, left_out, text = sheets_of(client, "green_projects_file")
    by_number = {line["编号"]: line for line in listed}
    assert set(by_number) == {technology.number, leader.number, kept.number}
    technology.refresh_from_db()
    line = by_number[technology.number]
    assert line["总投资（万元）"] == float(technology.investment_wan)
    assert line["年减排量（tCO2e）"] > 0 and by_number[leader.number]["年减排量（tCO2e）"] is None
    assert line["领域"] == technology.get_field_display() and line["类型"] == "先进低碳技术试点"
    assert by_number[leader.number]["已登记纳入"] and not line["已登记纳入"]
    assert {line["编号"]: line["未列入的原因"] for line in left_out} == {
        received.number: "评选尚未结束",
        withdrawn.number: "申报单位已撤回",
        unfit.number: "不符合条件",
        gone.number: "称号已撤销",
    }
    assert f"已登记纳入：{leader.number}。" in text


def test_the_lists_are_narrowed_by_year_and_type_and_say_by_what(client, staff):
    leader, technology = factories.selected(Sheet.LEADER).entry, factories.selected().entry
    year = leader.cycle.year
    listed, _, text = sheets_of(client, "green_projects_file", pilot_type="leader", year=year)
    assert [line["编号"] for line in listed] == [leader.number]
    assert f"范围：{year} 年度，低碳领跑者试点" in text
    assert technology.number in sheets_of(client, "green_projects_file")[2]
    listed, left_out, text = sheets_of(client, "green_projects_file", year="never")
    assert (listed, left_out) == ([], []) and "筛选条件有误" in text


def test_only_who_follows_pilots_gets_them(client):
    for person in (factories.applicant(), factories.reviewer(), factories.recommender()):
        client.force_login(person)
        for name in ("hand_over_lists", "finance_bureau_file", "green_projects_file"):
            assert client.get(reverse(name)).status_code == 404


def test_the_lists_take_the_same_queries_however_many(client, staff):
    names = ("hand_over_lists", "finance_bureau_file", "green_projects_file", "support_list", "support_file")
    add(staff)
    before = counted(client, names)
    for _ in range(2):
        add(staff)
    assert counted(client, names) == before


def add(staff) -> None:
    """A pilot and a kept entry with money, and an entry that is left out."""
    for entry in (factories.selected().entry, factories.kept().entry):
        money(entry, staff)
    factories.received()


def counted(client, names) -> dict[str, int]:
    """Address → how many queries it takes."""
    counts = {}
    for name in names:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        counts[name] = len(queries)
    return counts

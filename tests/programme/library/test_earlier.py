"""A paper application of an earlier year, entered by staff (ELI-R, LIB-1)."""

import pytest
from django.urls import reverse

from applications import invariants as application_invariants
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme import invariants
from programme.cycles.receiving import cycle_at
from programme.models import Cycle, LibraryEntry
from programme.states import LibraryState, Origin
from tests import factories

pytestmark = pytest.mark.django_db


def typed(**changes):
    return {
        "year": "2024",
        "number": "京低碳技2024-07",
        "sheet": "technology",
        "field": "building",
        "organisation_name": "北京示例往年有限公司",
        "organisation_code": factories.uscc(930001),
        "name": "往年示例项目",
        "district": "haidian",
        "result": "kept",
        "basis": "示例档案 12 号",
    } | changes


def test_eli_r_staff_enter_an_earlier_application_with_year_number_and_code(client, staff):
    text = client.post(reverse("library_earlier"), typed(), follow=True).content.decode()
    entry = LibraryEntry.objects.get()
    assert (entry.origin, entry.state, entry.cycle.year, entry.cycle.origin) == (
        Origin.IMPORTED,
        LibraryState.KEPT,
        2024,
        Origin.IMPORTED,
    )
    assert entry.number in text and entry.organisation_code in text and entry.is_earlier_project
    assert "京低碳技2024-07" in Record.objects.get(verb="enter_earlier").summary
    assert [*invariants.broken(), *application_invariants.broken()] == []
    assert cycle_at(clock.now()).year > 2024


@pytest.mark.parametrize(
    ("result", "state", "again"),
    [
        ("untitled", LibraryState.SELECTED, True),
        ("selected", LibraryState.SELECTED, False),
        ("not_eligible", LibraryState.NOT_ELIGIBLE, False),
    ],
)
def test_eli_r_what_may_come_again_follows_from_the_result(client, staff, result, state, again):
    client.post(reverse("library_earlier"), typed(result=result))
    entry = LibraryEntry.objects.get()
    assert (entry.state, entry.is_earlier_project) == (state, again)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"organisation_code": "91110108000930001X"}, "统一社会信用代码有误"),
        ({"basis": ""}, "请写明录入的依据"),
        ({"field": "pharmacy"}, "所选类型没有这个领域"),
        ({"name": "示例\x07项目"}, "看不见的控制字符"),
        ({"year": "2098"}, "尚未结束"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, staff, changes, says):
    assert says in client.post(reverse("library_earlier"), typed(**changes)).content.decode()
    assert not LibraryEntry.objects.exists()


def test_a_number_is_entered_once_and_is_none_of_the_portal(client, staff):
    client.post(reverse("library_earlier"), typed())
    assert "已有编号" in client.post(reverse("library_earlier"), typed(year="2023")).content.decode()
    here = factories.received().entry
    wrong = f"{here.cycle.year}-JS-0009"
    assert "本平台的编号样式" in client.post(reverse("library_earlier"), typed(number=wrong)).content.decode()


def test_a_year_that_is_evaluated_here_and_open_takes_no_paper_application():
    applicant = factories.applicant()
    factories.draft()
    year = Cycle.objects.running().year
    with factories.years_later(), pytest.raises(Refused, match="尚未截止"):
        factories.paper_project(applicant.organisations.get(), year=year)

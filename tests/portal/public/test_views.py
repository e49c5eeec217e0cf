"""What everybody reads without an account (CUT-2, NAT-1)."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from journal import clock
from journal.clock import BEIJING
from pilots.models import Pilot
from portal.public import views as public_views
from programme.cycles.receiving import open_cycle
from programme.models import Cycle
from programme.notice import Sheet, form_of
from sheets.loading import definition
from tests import factories

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 15, 12, tzinfo=BEIJING)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.embedded
def test_the_call_names_the_year_the_cutoff_and_the_time_left(client):
    with clock.set_to(JUNE):
        text = page(client, "public_index")
    assert "2026 年度" in text
    assert "2026年7月15日 24:00" in text
    assert "还有 30 天 12 小时" in text
    assert "参加 2027 年度评选" in text


def test_cut_2_the_call_turns_to_the_next_year_at_the_cutoff(client):
    with clock.set_to(JUNE):
        open_cycle(2026, JUNE)
    with clock.set_to(datetime(2026, 7, 15, 23, 59, 59, 999999, tzinfo=BEIJING)):
        assert "2026 年度申报截止" in page(client, "public_index")
    with clock.set_to(datetime(2026, 7, 16, tzinfo=BEIJING)):
        assert "2027 年度申报截止" in page(client, "public_index")


def test_the_call_shows_the_settings_of_the_cycle(client):
    cycle = open_cycle(2026, JUNE)
    cycle.focus, cycle.correction_days = ["示例优先领域"], 12
    cycle.cutoff = datetime(2026, 7, 31, 16, tzinfo=BEIJING)
    cycle.save()
    with clock.set_to(JUNE):
        text = page(client, "public_index")
    assert "示例优先领域" in text
    assert "12 天" in text
    assert "2026年7月31日 16:00" in text


def test_the_call_reads_only_and_opens_no_cycle(client):
    page(client, "public_index")
    assert not Cycle.objects.exists()


def test_nat_1_national_pilots_are_explained_with_their_basis(client):
    text = page(client, "public_index")
    for words in ("气候投融资试点", "气候适应型城市", "京环函〔2024〕42号", "不受理在线申报"):
        assert words in text


@pytest.mark.parametrize("sheet", Sheet)
def test_a_form_is_told_with_conditions_materials_and_the_form_itself(client, sheet):
    with clock.set_to(JUNE):
        text = page(client, "public_type", sheet)
    assert all(condition.text in text for condition in form_of(sheet).conditions)
    assert all(material.name in text for material in form_of(sheet).materials)
    assert "第一部分 申报单位基本情况" in text
    assert reverse("public_form", args=[sheet]) in text


@pytest.mark.parametrize("sheet", Sheet)
def test_the_empty_form_comes_as_word(client, sheet):
    with clock.set_to(JUNE):
        response = client.get(reverse("public_form", args=[sheet]))
    assert "attachment" in response["Content-Disposition"]
    words = "".join(paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs)
    assert "2026 年" in words


def test_an_unknown_form_is_not_there(client):
    assert client.get("/types/nothing/").status_code == 404
    assert client.get("/types/nothing/form.docx").status_code == 404


def test_awarded_pilots_are_listed_with_title_and_without_people(client):
    leader, technology = factories.selected(Sheet.LEADER), factories.selected()
    text = page(client, "public_pilots")
    assert leader.entry.pilot.title in text
    assert technology.entry.name in text
    answers = technology.current_revision.answers
    for private in ("contact_name", "contact_phone", "contact_email", "legal_representative"):
        assert answers[private] not in text
    assert technology.created_by.name not in text


def test_awarded_pilots_are_narrowed_by_year_type_and_district(client):
    leader, park = factories.selected(Sheet.LEADER), factories.selected(Sheet.PARK)
    year = leader.cycle.year
    only = page(client, "public_pilots", type="leader", year=year, district="haidian")
    assert leader.entry.name in only
    assert park.entry.name not in only
    assert "没有符合条件的试点" in page(client, "public_pilots", district="yanqing")


def test_awarded_list_costs_the_same_for_one_and_three(client):
    costs = []
    for _ in range(3):
        factories.selected(Sheet.LEADER)
        with CaptureQueriesContext(connection) as queries:
            page(client, "public_pilots")
        costs.append(len(queries))
    assert Pilot.objects.count() == 3
    assert costs[0] == costs[2]


def test_a_form_that_begins_in_a_later_year_has_no_public_page_yet(client, monkeypatch):
    whole = definition(2026)
    without = replace(whole, sheets={key: form for key, form in whole.sheets.items() if key != "park"})
    monkeypatch.setattr(public_views, "definition", lambda year: without)
    for name in ("public_type", "public_form"):
        assert client.get(reverse(name, args=["park"])).status_code == 404
    assert (
        reverse("public_type", args=["park"]) not in client.get(reverse("public_type", args=["leader"])).text
    )

"""A pilot from its plan to its title, on the pages of its organisation and of the city (A1 §三.2, A3 §三.二, AWD-1)."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.models import Message
from pilots.models import Pilot
from pilots.states import PilotState
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def pdf_file(name="方案.pdf"):
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


@pytest.fixture
def pilot():
    """A technology pilot that plans."""
    return factories.selected().entry.pilot


@pytest.fixture
def owner(pilot):
    """The browser of the pilot's organisation."""
    return signed_in(pilot.entry.application.created_by)


@pytest.fixture
def city():
    """The browser of city staff."""
    return signed_in(factories.staff())


def hand_in(browser, pilot, file=None, note="逐条回应。"):
    data = {"file": file or pdf_file(), "note": note}
    return browser.post(reverse("plan_submit", args=[pilot.pk]), data, follow=True)


def test_from_the_plan_to_the_title(pilot, owner, city):
    assert "提交试点实施方案" in owner.get(pilot.get_absolute_url()).content.decode()
    assert "方案已提交" in hand_in(owner, pilot).content.decode()
    review = reverse("plan_review", args=[pilot.pk])
    city.post(review, {"outcome": "returned", "remarks": "请补充监测方案。"})
    assert "请补充监测方案。" in owner.get(pilot.get_absolute_url()).content.decode()
    hand_in(owner, pilot)
    city.post(review, {"outcome": "approved", "remarks": ""})
    pilot.refresh_from_db()
    assert pilot.state == PilotState.IMPLEMENTING
    assert [plan.outcome for plan in pilot.plans.all()] == ["returned", "approved"]
    city.post(reverse("grant_title", args=[pilot.pk]), {"remarks": ""})
    pilot.refresh_from_db()
    assert pilot.title == f"北京市低碳试点—{pilot.entry.cycle.year}年度先进低碳技术试点优秀项目"
    assert pilot.title in owner.get(pilot.get_absolute_url()).content.decode()
    assert pilot.title in Client().get(reverse("public_pilots")).content.decode()


def test_a_plan_is_not_returned_without_a_word(pilot, owner, city):
    hand_in(owner, pilot)
    text = city.post(reverse("plan_review", args=[pilot.pk]), {"outcome": "returned"}).content.decode()
    assert "请写明需要修改的内容" in text
    pilot.refresh_from_db()
    assert pilot.state == PilotState.PLAN_SUBMITTED


def test_a_plan_must_be_what_it_claims_and_the_note_is_not_lost(pilot, owner):
    bad = SimpleUploadedFile("方案.pdf", b"not a pdf at all", "application/pdf")
    text = hand_in(owner, pilot, bad, note="示例说明文字").content.decode()
    assert "error-summary" in text
    assert "示例说明文字" in text
    assert not pilot.plans.exists()


def test_a_second_plan_is_refused_while_one_waits(pilot, owner):
    hand_in(owner, pilot)
    assert "不能再办理「提交方案」" in hand_in(owner, pilot).content.decode()
    assert pilot.plans.count() == 1


def test_the_owner_cannot_review_the_own_plan(pilot, owner):
    hand_in(owner, pilot)
    owner.post(reverse("plan_review", args=[pilot.pk]), {"outcome": "approved"})
    pilot.refresh_from_db()
    assert pilot.state == PilotState.PLAN_SUBMITTED


def test_a_plan_is_read_by_its_organisation_and_the_city_only(pilot, owner, city):
    hand_in(owner, pilot)
    url = reverse("plan_file", args=[pilot.plans.get().pk])
    response = owner.get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response.getvalue().startswith(b"%PDF")
    response = city.get(url, {"show": ""})
    assert "inline" in response["Content-Disposition"]
    assert response.getvalue().startswith(b"%PDF")
    for stranger in (factories.applicant(), factories.recommender(), factories.reviewer()):
        browser = signed_in(stranger)
        assert browser.get(url).status_code == 404
        assert browser.get(pilot.get_absolute_url()).status_code == 404
        assert hand_in(browser, pilot).status_code == 404


def test_a_leader_has_its_title_and_plans_nothing(city):
    pilot = factories.selected(Sheet.LEADER).entry.pilot
    text = city.get(pilot.get_absolute_url()).content.decode()
    assert pilot.title in text
    assert reverse("plan_submit", args=[pilot.pk]) not in text


def test_the_city_is_told_of_a_plan(pilot, owner):
    clerk = factories.staff()
    hand_in(owner, pilot)
    assert Message.objects.inbox(clerk.pk).filter(subject__contains="提交了方案").exists()


def test_an_organisation_lists_its_own_pilots_the_city_all(pilot, owner, city):
    other = factories.selected(Sheet.PARK).entry
    assert other.name not in owner.get(reverse("pilot_list")).content.decode()
    text = city.get(reverse("pilot_list")).content.decode()
    assert other.name in text
    assert pilot.entry.name in text
    assert pilot.entry.number not in city.get(reverse("pilot_list"), {"type": "zone"}).content.decode()


def test_pilot_list_costs_the_same_for_one_and_three(city):
    costs = []
    for _ in range(3):
        factories.selected(Sheet.LEADER)
        with CaptureQueriesContext(connection) as queries:
            city.get(reverse("pilot_list"))
        costs.append(len(queries))
    assert Pilot.objects.count() == 3
    assert costs[0] == costs[2]

"""The change on its pages: begun, judged beforehand, handed in, dropped; its paper (A3 §三.三)."""

import pytest
from django.test import Client
from django.urls import reverse

from pilots.change.letter import change_letter
from pilots.models import Pilot, Submission
from pilots.plan.letter import plan_letter
from pilots.states import SubmissionState
from programme.notice import Sheet
from sheets.letters.letter import Table, text_of
from sheets.letters.pdf import render_letter_pdf
from sheets.letters.word import render_letter_word
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot() -> Pilot:
    return factories.implementing(Sheet.PARK)


@pytest.fixture
def owner(pilot):
    client = Client()
    client.force_login(factories.submitter(pilot))
    return client


def words(letter) -> str:
    texts = []
    for part in letter.parts:
        if isinstance(part, Table):
            texts += [text_of(value) for row in part.rows for value in row]
        else:
            texts.append(part.text)
    return "\n".join(texts)


def test_the_page_says_beforehand_whether_a_change_needs_approval_and_why(pilot, owner):
    begun = owner.post(reverse("change_begin", args=[pilot.pk]))
    assert "提交后立即生效" in owner.get(begun.url).content.decode()
    owner.post(begun.url, {"do": "save", "target_1_value": "900"})
    page = owner.get(begun.url).content.decode()
    assert "须经批准，批准前原目标继续有效" in page
    assert "由 1200 改为 900，变化 25%，超过 10%" in page


def test_a_noted_change_says_so_at_once(pilot, owner):
    change = factories.changing(pilot, target_1_value="1190")
    page = owner.post(change.get_absolute_url(), {"do": "hand_in"}, follow=True).content.decode()
    assert "已备案" in page


def test_the_organisation_may_drop_a_change_and_another_one_may_not(pilot, owner):
    change = factories.changing(pilot)
    url = reverse("change_drop", args=[change.pk])
    stranger = Client()
    stranger.force_login(factories.applicant())
    assert stranger.post(url).status_code == 404
    owner.post(url)
    assert Submission.objects.get(pk=change.pk).state == SubmissionState.CLOSED


def test_pilots_without_a_plan_have_nothing_to_change():
    leader = Pilot.objects.get(entry=factories.selected(Sheet.LEADER).entry)
    client = Client()
    client.force_login(factories.submitter(leader))
    assert client.post(reverse("change_begin", args=[leader.pk])).status_code == 404


def test_the_papers_of_plan_and_change_say_what_was_handed_in(pilot):
    plan = plan_letter(factories.plan_of(pilot).last)
    assert "按电表计量数据核算。" in words(plan)
    assert "1200" in words(plan)
    change = factories.change_handed_in(pilot, target_1_value="900").last
    letter = change_letter(change)
    assert "900 tCO2e" in words(letter)
    assert "变化 25%，超过 10%" in words(letter)
    for paper in (plan, letter):
        assert render_letter_word(paper).startswith(b"PK")
        assert render_letter_pdf(paper).startswith(b"%PDF")

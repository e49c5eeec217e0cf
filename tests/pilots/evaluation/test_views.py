"""The pages of an evaluation: written by the city, read by the organisation once it is confirmed."""

import pytest
from django.urls import reverse

from pilots.evaluation.deciding.proposing import mark_of
from pilots.models import Evaluation, Pilot
from pilots.states import EvaluationOutcome as O
from pilots.states import EvaluationState, PilotState
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    return factories.staff()


@pytest.fixture
def city(client, official):
    client.force_login(official)
    return client


def text_of(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_audit_is_written_proposed_and_confirmed_on_its_pages(city, official, client):
    pilot = factories.under_audit()
    evaluation = factories.running_evaluation(pilot)
    url = evaluation.get_absolute_url()
    text = text_of(city, url)
    for words in ("每年减少温室气体排放", "1200 tCO2e", "1100 tCO2e", "调试和试运行不少于 3 个月"):
        assert words in text
    content = factories.evaluation_content(evaluation, O.EXCELLENT)
    answer = city.post(url, content | {"do": "propose", "found_1": ""})
    text = answer.content.decode()
    assert "须逐项核定" in text and "查阅了运行记录和账单" in text
    assert city.post(url, content | {"do": "propose"}).status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.state == EvaluationState.PROPOSED
    text = text_of(city, url)
    assert "由您提出" in text and "确认结论" not in text
    client.force_login(factories.staff())
    assert "确认结论" in text_of(client, url)
    client.post(reverse("evaluation_confirm", args=[evaluation.pk]), {"seen": mark_of(evaluation)})
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.EXCELLENT


def test_a_clerk_saves_while_typing(city):
    evaluation = factories.running_evaluation(factories.under_tracking())
    answer = city.post(reverse("evaluation_autosave", args=[evaluation.pk]), {"findings": "走访了企业。"})
    assert answer.status_code == 200
    assert Evaluation.objects.get(pk=evaluation.pk).entries == {"findings": "走访了企业。"}


def test_an_outcome_is_returned_with_a_reason_only(client):
    evaluation = factories.proposed_evaluation(factories.under_audit(), O.REPAIR)
    client.force_login(factories.staff())
    url = reverse("evaluation_return", args=[evaluation.pk])
    assert "请写明原因。" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "请核对。"}).status_code == 302
    assert "请核对。" in text_of(client, evaluation.get_absolute_url())


def test_the_organisation_reads_confirmed_evaluations_only(client):
    pilot = factories.under_audit()
    evaluation = factories.proposed_evaluation(pilot, O.REPAIR)
    client.force_login(factories.submitter(pilot))
    url = evaluation.get_absolute_url()
    assert client.get(url).status_code == 404
    assert url not in text_of(client, pilot.get_absolute_url())
    other = factories.audited(O.REPAIR)
    client.force_login(factories.submitter(other))
    evaluation = other.evaluations.get()
    text = text_of(client, evaluation.get_absolute_url())
    assert "补齐计量器具" in text and evaluation.proposed_by.name not in text
    assert evaluation.get_absolute_url() in text_of(client, other.get_absolute_url())


def test_a_tracking_shows_the_trend_and_begins_by_hand(city):
    pilot = factories.tracked(O.KEEPS, Sheet.COMMUNITY)
    page = text_of(city, pilot.get_absolute_url())
    assert "自动开始" in page and "开始跟踪评估" in page
    answer = city.post(reverse("tracking_open", args=[pilot.pk]), {"reason": "群众反映。"})
    text = text_of(city, answer.url)
    assert "历次评估" in text and "88.5" in text and "加强低碳能力建设" in text


def test_the_letter_is_made_of_a_confirmed_evaluation(client):
    pilot = factories.audited(O.GOOD_ENOUGH)
    client.force_login(factories.submitter(pilot))
    for kind in ("word", "pdf"):
        answer = client.get(reverse("evaluation_file", args=[pilot.evaluations.get().pk, kind]))
        assert answer.status_code == 200


def test_a_condition_is_ticked_off_on_the_page(city):
    pilot = factories.under_audit()
    due = {"condition_1_text": "补测", "condition_1_due": "2099-01-01"}
    factories.confirmed_evaluation(pilot, O.EXCELLENT, **due)
    condition = pilot.evaluations.get().conditions.get()
    assert "补测" in text_of(city, pilot.get_absolute_url())
    city.post(reverse("condition_met", args=[condition.pk]), {"note": "已收到。"})
    assert "已收到。" in text_of(city, pilot.evaluations.get().get_absolute_url())

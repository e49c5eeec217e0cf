"""The site check of an evaluation is a visit to the application of its pilot (REV-1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from journal import clock
from journal.workflow import Refused
from pilots.evaluation.visiting.actions import plan_check
from programme.notice import Sheet
from reviews.visits.recording.actions import hand_in_case
from reviews.visits.recording.saving import save_case
from reviews.workflow import VISIT_CASE
from tests import factories

pytestmark = pytest.mark.django_db


def check(evaluation, official, **changes):
    plan = {
        "visitors": [official],
        "starts_at": clock.now() + timedelta(days=1),
        "place": "示例路 1 号",
        "purpose": "核查运行记录。",
        "others": "",
    }
    return plan_check(evaluation.pk, actor=official, **(plan | changes))


def test_a_check_is_planned_recorded_and_shown_with_the_evaluation(client):
    pilot, official = factories.under_audit(), factories.staff()
    evaluation = factories.running_evaluation(pilot)
    visit = check(evaluation, official, starts_at=clock.now() - timedelta(hours=1))
    case = visit.cases.get()
    assert case.application == pilot.entry.application
    entries = {f"item_{item['key']}": "yes" for item in case.checklist["items"]}
    entries |= {"findings": "设备运行正常。", "conclusion": "consistent"}
    save_case(case.pk, entries, actor=official)
    hand_in_case(case.pk, actor=official)
    client.force_login(official)
    text = client.get(evaluation.get_absolute_url()).content.decode()
    assert visit.place in text and "设备运行正常。" in text
    assert reverse("evaluation_visit", args=[evaluation.pk]) not in text


def test_an_evaluation_has_one_check():
    official = factories.staff()
    evaluation = factories.running_evaluation(factories.under_tracking())
    check(evaluation, official)
    with pytest.raises(Refused, match="已安排现场核查"):
        check(evaluation, official)


def test_a_check_is_planned_on_its_page(client):
    official = factories.staff()
    evaluation = factories.running_evaluation(factories.under_tracking())
    client.force_login(official)
    url = reverse("evaluation_visit", args=[evaluation.pk])
    assert client.get(url).status_code == 200
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    sent = {"day": day, "time": "09:30", "place": "示例路 1 号", "purpose": "核查。", "staff": [official.pk]}
    assert client.post(url, sent | {"place": ""}).status_code == 200
    assert client.post(url, sent).status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.visit.place == "示例路 1 号"


def test_what_was_found_before_the_decision_stays_as_it_was():
    visited = factories.visited(factories.in_review(Sheet.TECHNOLOGY))
    assert VISIT_CASE.can("reopen", visited, factories.staff())
    application = visited.application
    application.state, application.state_since = "selected", clock.now()
    assert not VISIT_CASE.can("reopen", visited, factories.staff())

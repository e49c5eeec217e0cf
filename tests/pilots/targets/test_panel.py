"""Targets on the page of a pilot: promised, in force, former ones beside (A3 §三.三)."""

import pytest
from django.test import Client

from pilots.change.actions import answer_change
from pilots.models import Pilot
from pilots.states import Outcome
from pilots.targets.panel import panel
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def page(pilot: Pilot, user) -> str:
    client = Client()
    client.force_login(user)
    return client.get(pilot.get_absolute_url()).content.decode()


def test_promised_and_present_stand_beside_each_other_and_former_sets_stay():
    pilot = factories.implementing()
    factories.change_handed_in(pilot, target_1_value="1150")
    given_up = factories.change_handed_in(pilot, target_2_keep="given_up")
    answer_change(given_up.pk, Outcome.APPROVED, actor=factories.staff(), remarks="")
    shown = panel(Pilot.objects.get(pk=pilot.pk), factories.submitter(pilot))
    first, second = shown["targets_lines"][:2]
    assert first["promised"].endswith(" tCO2e")
    assert first["present"].startswith("1150 tCO2e")
    assert second["given_up"]
    assert second["promised"].startswith("总投资：")  # the plan put another target under the key
    assert [held.label for held in shown["targets_sets"]] == [
        "申报承诺",
        "方案",
        "第 1 次调整",
        "第 2 次调整",
    ]
    cells = dict(shown["targets_history"][0]["cells"])
    assert cells["方案"].startswith("1200 tCO2e")
    assert cells["第 1 次调整"].startswith("1150 tCO2e")
    for user in (factories.submitter(pilot), factories.staff()):
        assert "历次目标" in page(pilot, user)


def test_what_waits_for_approval_is_not_among_the_targets():
    pilot = factories.implementing(Sheet.PARK)
    factories.change_handed_in(pilot, target_1_value="333")
    assert "333 tCO2e" not in page(pilot, factories.staff())


def test_the_page_asks_as_often_for_many_sets_as_for_one(django_assert_num_queries):
    pilot = factories.implementing(Sheet.PARK)
    user = factories.submitter(pilot)
    with django_assert_num_queries(4):
        panel(pilot, user)
    for value in ("1190", "1180"):
        factories.change_handed_in(pilot, target_1_value=value)
    with django_assert_num_queries(4):
        panel(pilot, user)

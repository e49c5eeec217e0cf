"""The pages of a self-evaluation: one day early nothing is lost, and the city returns it but never simply accepts it."""

from datetime import datetime, time, timedelta

import pytest

from journal import clock
from journal.clock import BEIJING
from pilots.models import Pilot
from pilots.states import PilotState
from tests import factories

pytestmark = pytest.mark.django_db


def noon(day):
    return clock.set_to(datetime.combine(day, time(12), BEIJING))


def press(client, pilot: Pilot):
    row = factories.self_evaluation_of(pilot)
    data = factories.self_evaluation_content(pilot) | {"do": "hand_in"}
    return client.post(row.get_absolute_url(), data, follow=True)


def test_one_day_early_the_page_says_the_day_and_keeps_what_was_written(client):
    pilot = factories.in_trial()
    day = factories.self_evaluation_of(pilot).not_before
    client.force_login(factories.submitter(pilot))
    with noon(day - timedelta(days=1)):
        page = press(client, pilot).content.decode()
        assert f"最早可于{day.year}年{day.month}月{day.day}日提交" in page
        assert "光储直柔的控制策略可以复制。" in page
    assert factories.self_evaluation_of(pilot).content["spread"] == "光储直柔的控制策略可以复制。"
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.TRIAL
    with noon(day):
        assert "自评报告第 1 版已提交" in press(client, pilot).content.decode()
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.SELF_EVALUATED


def test_the_page_shows_each_target_with_what_was_promised(client):
    pilot = factories.self_evaluation_possible()
    client.force_login(factories.submitter(pilot))
    page = client.get(factories.self_evaluation_of(pilot).get_absolute_url()).content.decode()
    for words in ("申报承诺", "方案目标", "进展已报告", "每年减少温室气体排放（tCO2e）", "可复制推广的做法"):
        assert words in page


def test_the_city_returns_it_on_its_page(client):
    pilot = factories.self_evaluated()
    row = factories.self_evaluation_of(pilot)
    client.force_login(factories.staff())
    page = client.get(row.get_absolute_url())
    assert [value for value, _ in page.context["answer_form"].fields["outcome"].choices] == ["returned"]


def test_the_repair_page_shows_each_requirement_and_takes_the_report(client):
    pilot = factories.in_repair()
    row = factories.repair_of(pilot)
    client.force_login(factories.submitter(pilot))
    page = client.get(row.get_absolute_url()).content.decode()
    assert "补齐计量器具" in page and "重新核算减排量" in page
    data = factories.repair_content() | {"do": "hand_in"}
    answer = client.post(row.get_absolute_url(), data, follow=True)
    assert "整改报告第 1 版已提交" in answer.content.decode()
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.REPAIRED

"""Remarks of the review as rows that the city may correct before the plan is handed in (A1 §三.2)."""

import pytest
from django.test import Client
from django.urls import reverse

from journal.models import Message
from journal.workflow import Refused
from pilots.models import Pilot
from pilots.plan.remarks import edit_remarks, mark_of
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return factories.planning(Sheet.PARK)


def edit(pilot: Pilot, texts: dict[int, str] | None = None, added: str = "", seen: str | None = None):
    mark = mark_of(pilot.review_remarks.all()) if seen is None else seen
    return edit_remarks(pilot.pk, actor=factories.staff(), texts=texts or {}, added=added, seen=mark)


def rows(pilot: Pilot) -> list[tuple[int, str]]:
    return list(pilot.review_remarks.values_list("number", "text"))


def test_a_remark_is_corrected_split_removed_and_added_and_keeps_its_number(pilot):
    edit(pilot, added="补充监测。\n明确责任。")
    last = rows(pilot)[-1][0]
    edit(pilot, {last: "明确责任部门。\n明确责任人。", last - 1: ""}, added="按季报告。")
    assert rows(pilot)[-3:] == [
        (last, "明确责任部门。"),
        (last + 1, "明确责任人。"),
        (last + 2, "按季报告。"),
    ]
    assert "补充监测。" not in [text for _, text in rows(pilot)]
    told = Message.objects.filter(subject__endswith="的评审意见有修改")
    assert told.filter(recipient_id=factories.submitter(pilot).pk).count() == 2


def test_nobody_overwrites_what_another_person_changed(pilot):
    seen = mark_of(pilot.review_remarks.all())
    edit(pilot, added="补充监测。")
    with pytest.raises(Refused, match="刚才已被修改"):
        edit(pilot, added="明确责任。", seen=seen)


def test_nothing_is_saved_when_nothing_changed(pilot):
    with pytest.raises(Refused, match="没有改动"):
        edit(pilot)


def test_remarks_stay_once_the_plan_is_handed_in():
    pilot = factories.plan_submitted(Sheet.PARK)
    with pytest.raises(Refused):
        edit(pilot, added="补充监测。")


def test_the_page_offers_the_form_to_the_city_only_and_keeps_what_was_typed(pilot):
    city, owner = Client(), Client()
    city.force_login(factories.staff())
    owner.force_login(factories.submitter(pilot))
    url = reverse("remarks_edit", args=[pilot.pk])
    assert url in city.get(pilot.get_absolute_url()).content.decode()
    assert url not in owner.get(pilot.get_absolute_url()).content.decode()
    assert owner.post(url, {"added": "补充监测。"}).status_code == 404
    answer = city.post(url, {"added": "补充监测。", "seen": "old"}).content.decode()
    assert "刚才已被修改" in answer
    assert "补充监测。" in answer

"""Plaques ticked off one by one, several, all of a type; who was absent gets it later (AWD-1)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.capabilities import CAPABILITIES, Capability, Role
from accounts.models import Membership
from journal.models import Message, Record
from journal.workflow import Refused
from pilots import invariants
from pilots.low_carbon_day.actions import hand_over_plaques
from pilots.models import Pilot, SupportMeasure
from pilots.support.actions import cancel_support
from programme.notice import Support
from tests import factories
from tests.pilots.low_carbon_day.days import leaders, on, set_day
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


@pytest.fixture
def three(db) -> list[Pilot]:
    return leaders(3)


@pytest.fixture
def day(three) -> date:
    return set_day(three[0].entry.cycle)


def tick(client, pilots: list[Pilot], **changes):
    url = reverse("plaques_record", args=[pilots[0].entry.cycle.year])
    return client.post(url, {"entry": [pilot.entry_id for pilot in pilots]} | changes, follow=True)


def given() -> list[SupportMeasure]:
    return list(SupportMeasure.objects.standing().filter(kind=Support.PLAQUE).order_by("entry__number"))


def test_awd_1_ticked_plaques_bear_the_low_carbon_day_and_owners_are_told(client, staff, three, day):
    with on(day + timedelta(days=2)):
        page = text_of(tick(client, three[:2]))
    assert "已登记 2 个授牌" in page
    assert [(plaque.pilot, plaque.granted_on, plaque.by) for plaque in given()] == [
        (pilot, day, staff) for pilot in three[:2]
    ]
    assert Record.objects.filter(verb="grant_support").count() == 2
    owner = three[0].entry.application.created_by
    assert Message.objects.filter(recipient_id=owner.pk, subject__contains="登记支持措施").count() == 1
    assert list(invariants.broken()) == []


def test_a_second_press_records_nothing_twice(client, staff, three, day):
    with on(day):
        tick(client, three[:2])
        again = text_of(tick(client, three))
        assert "已登记 1 个授牌" in again and "2 个此前已经登记，没有重复登记" in again
        assert "3 个此前已经登记" in text_of(tick(client, three))
    assert len(given()) == 3 and Record.objects.filter(verb="grant_support").count() == 3


def test_all_of_a_type_are_confirmed_by_name_and_go_the_same_way(client, staff, three, day):
    with on(day):
        page = client.get(reverse("low_carbon_day_of", args=[three[0].entry.cycle.year])).text
        box = page.split("本类全部登记")[1].split("</details>")[0]
        for pilot in three:
            assert pilot.entry.number in box and f'name="entry" value="{pilot.entry_id}"' in box
        tick(client, three)
        after = client.get(reverse("low_carbon_day_of", args=[three[0].entry.cycle.year])).text
    assert "本类全部登记" not in after and "登记所选" not in after and len(given()) == 3


def test_who_was_absent_stays_open_and_gets_it_later_with_a_note(client, staff, three, day):
    later = day + timedelta(days=19)
    url = reverse("plaque_record", args=[three[2].pk])
    with on(later + timedelta(days=1)):
        page = text_of(tick(client, three[:2]))
        assert f"已过，1 个称号还没有登记授牌：{three[2].entry.number}" in page
        early = client.post(url, {"handed_over_on": day.isoformat(), "note": "由同事代领"})
        assert "会后交付日期应晚于低碳日" in early.text and "由同事代领" in early.text
        future = client.post(url, {"handed_over_on": (later + timedelta(days=2)).isoformat()})
        assert "会后交付日期不能晚于今天" in future.text
        assert "请按年-月-日填写" in client.post(url, {"handed_over_on": "六月"}).text
        assert len(given()) == 2
        done = text_of(
            client.post(url, {"handed_over_on": later.isoformat(), "note": "由同事代领"}, follow=True)
        )
        assert f"{later.year}年7月3日会后交付" in done and "由同事代领" in done
        assert "还没有登记授牌" not in done
        assert "不能重复登记" in client.post(url, {}).text
    plaque = given()[2]
    assert (plaque.granted_on, plaque.handed_over_on, plaque.note) == (day, later, "由同事代领")
    assert "会后交付" in Record.objects.filter(verb="grant_support").latest("pk").summary


def test_only_a_plaque_is_handed_over_later_in_the_database_too(staff, three, day):
    with on(day):
        hand_over_plaques([three[0].entry_id], actor=staff)
    for changes in (
        {"handed_over_on": day},
        {"handed_over_on": day + timedelta(days=1), "kind": "publicity"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupportMeasure.objects.update(**changes)


def test_a_plaque_taken_back_is_open_again(client, staff, three, day):
    with on(day):
        tick(client, three)
        cancel_support(given()[0].pk, actor=staff, reason="勾选有误")
        assert "已登记 1 个授牌" in text_of(tick(client, three[:1]))


def test_nothing_is_recorded_before_the_day_or_without_it(client, staff, three):
    year = three[0].entry.cycle.year
    page = client.get(reverse("low_carbon_day_of", args=[year])).text
    assert f"{year + 1} 年低碳日还没有设置" in page and "登记所选" not in page and "在年度设置中填写" in page
    assert "授牌日期待定" in text_of(tick(client, three))
    assert "授牌日期待定" in client.get(reverse("plaque_record", args=[three[0].pk])).text
    day = set_day(three[0].entry.cycle)
    with on(day - timedelta(days=1)):
        assert "登记所选" not in client.get(reverse("low_carbon_day_of", args=[year])).text
        answer = text_of(tick(client, three))
    assert "没有登记授牌" in answer and "日期不能晚于今天" in answer and not given()


@pytest.mark.parametrize(
    ("sent", "said"),
    [([], "请先勾选"), (["x"], "名单已有变化"), (["999999"], "名单已有变化"), (["9" * 30], "名单已有变化")],
)
def test_a_press_that_picks_nothing_or_something_else_is_said(client, staff, three, day, sent, said):
    with on(day):
        assert said in text_of(tick(client, three, entry=sent))
        if sent:
            assert said in text_of(tick(client, three, entry=[three[0].entry_id, *sent]))
    assert not given()


def test_all_or_none_and_the_sentence_names_which(staff, three, day):
    Pilot.objects.filter(pk=three[1].pk).update(plaque_on=None)
    with on(day), pytest.raises(Refused, match=f"{three[1].entry.number}：授牌日期待定"):
        hand_over_plaques([pilot.entry_id for pilot in three], actor=staff)
    assert not given() and not Record.objects.filter(verb="grant_support").exists()


def test_the_own_matter_is_left_to_others(client, staff, three, day):
    Membership.objects.create(user=staff, organisation=three[0].entry.organisation)
    with on(day):
        page = client.get(reverse("low_carbon_day_of", args=[three[0].entry.cycle.year])).text
        assert f'value="{three[0].entry_id}"' not in page and f'value="{three[1].entry_id}"' in page
        assert "应当回避" in text_of(tick(client, three))
    assert not given()


def test_who_awards_reads_the_page_and_who_follows_pilots_ticks(client, monkeypatch, three, day):
    awarder = frozenset({Capability.READ_RECEIVED, Capability.AWARD})
    monkeypatch.setitem(CAPABILITIES, Role.CLERK, awarder)
    client.force_login(factories.person(Role.CLERK))
    with on(day):
        page = client.get(reverse("low_carbon_day_of", args=[three[0].entry.cycle.year]))
        assert page.status_code == 200 and "登记所选" not in page.text
        assert tick(client, three).status_code == 404
    client.force_login(three[0].entry.application.created_by)
    assert client.get(reverse("low_carbon_day")).status_code == 404
    assert not given()

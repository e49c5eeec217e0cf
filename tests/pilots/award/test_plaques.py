"""Plaques are dated on the Low Carbon Day of the year after the cycle, once it is set, and again when it is moved (AWD-1)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from journal import clock
from journal.clock import BEIJING, day_of
from journal.models import Message, Record
from journal.workflow import Refused
from pilots import invariants
from pilots.life_line.events import public_events
from pilots.low_carbon_day.actions import hand_over_plaques
from pilots.models import Pilot
from pilots.support.actions import cancel_support, grant_support
from pilots.tasks import date_plaques
from programme.cycles.actions import edit_cycle
from programme.models import Cycle
from programme.notice import Sheet, Support
from tests import factories
from tests.factories.pilots import LONGEST_NOTICE
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> Pilot:
    return Pilot.objects.get(entry=factories.selected(Sheet.LEADER).entry)


def june(pilot: Pilot, day: int) -> date:
    """A day of the June in which the plaques of the pilot's cycle are given."""
    return date(pilot.entry.cycle.year + 1, 6, day)


def set_day(pilot: Pilot, day: date | None) -> None:
    edit_cycle(pilot.entry.cycle_id, actor=factories.staff(), low_carbon_day=day)


def told(pilot: Pilot) -> list[str]:
    person = pilot.entry.application.created_by_id
    return list(
        Message.objects.filter(recipient_id=person, subject__contains="授牌日期")
        .order_by("pk")
        .values_list("body", flat=True)
    )


def on(day: date):
    return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))


def test_awd_1_before_the_day_is_set_every_page_says_so(leader, client):
    assert leader.plaque_on is None
    assert "授牌日期待定" in text_of(client.get(reverse("public_pilots")))
    client.force_login(leader.entry.application.created_by)
    page = text_of(client.get(leader.get_absolute_url()))
    assert f"待定（{leader.entry.cycle.year + 1} 年低碳日）" in page
    with pytest.raises(Refused, match="授牌日期待定"):
        grant_support(
            leader.entry_id, actor=factories.staff(), kind=Support.PLAQUE, granted_on=june(leader, 14)
        )


def test_awd_1_setting_the_day_dates_the_plaques_that_wait_and_moving_it_dates_them_anew(leader, client):
    planning = Pilot.objects.get(entry=factories.selected(Sheet.TECHNOLOGY).entry)
    first, second = june(leader, 14), june(leader, 21)
    for day, said in ((first, "由待定改为"), (second, "14日改为")):
        set_day(leader, day)
        date_plaques()
        date_plaques()
        leader.refresh_from_db()
        assert leader.plaque_on == day and said in told(leader)[-1]
    assert len(told(leader)) == 2
    assert Record.objects.filter(verb="date_plaque", object_id=leader.pk).count() == 2
    planning.refresh_from_db()
    assert planning.plaque_on is None  # no title yet
    assert f"{second.year}年6月21日授牌" in text_of(client.get(reverse("public_pilots")))
    assert list(invariants.broken()) == []


def test_awd_1_the_day_stays_once_it_has_come(leader):
    day = june(leader, 14)
    set_day(leader, day)
    with on(day - timedelta(days=1)):
        set_day(leader, june(leader, 15))
    with on(june(leader, 15)):
        for later in (june(leader, 20), None):
            with pytest.raises(Refused, match="已到，授牌日期不能再修改"):
                set_day(leader, later)


def test_awd_1_a_day_that_is_taken_back_before_it_comes_leaves_the_plaques_waiting(leader):
    set_day(leader, june(leader, 14))
    date_plaques()
    set_day(leader, None)
    date_plaques()
    leader.refresh_from_db()
    assert leader.plaque_on is None and "改为：待定" in told(leader)[-1]


@pytest.mark.parametrize(("years", "month"), [(0, 6), (1, 7), (2, 6)])
def test_awd_1_the_act_itself_takes_a_day_in_june_of_the_next_year_only(leader, years, month):
    with pytest.raises(Refused, match="请填写该月的日期"):
        set_day(leader, date(leader.entry.cycle.year + years, month, 14))


def test_awd_1_a_title_granted_once_the_day_is_set_bears_it_at_once():
    application = factories.decided(Sheet.LEADER)
    year = application.cycle.year
    edit_cycle(application.cycle_id, actor=factories.staff(), low_carbon_day=date(year + 1, 6, 14))
    with clock.set_to(clock.now() - LONGEST_NOTICE):
        notice = factories.publish(application)
    factories.award(notice)
    leader = Pilot.objects.get()
    assert leader.plaque_on == date(year + 1, 6, 14)
    body = Message.objects.get(recipient_id=application.created_by_id, subject__contains="入选试点").body
    assert f"授牌日期：{year + 1}年6月14日" in body


def test_awd_1_the_plaque_is_recorded_on_its_day_and_on_no_other(leader):
    day, clerk = june(leader, 14), factories.staff()
    set_day(leader, day)
    date_plaques()
    values = {"actor": clerk, "kind": Support.PLAQUE}
    with on(day - timedelta(days=1)), pytest.raises(Refused, match="日期不能晚于今天"):
        grant_support(leader.entry_id, granted_on=day, **values)
    with on(day + timedelta(days=3)):
        with pytest.raises(Refused, match="请按该日期登记"):
            grant_support(leader.entry_id, granted_on=day + timedelta(days=3), **values)
        grant_support(leader.entry_id, granted_on=day, **values)
    Cycle.objects.update(low_carbon_day=june(leader, 20))  # whatever happens later, what was given stays
    date_plaques()
    leader.refresh_from_db()
    assert leader.plaque_on == day


def test_awd_1_after_its_day_the_page_says_that_it_has_passed_and_how_the_plaque_is_handed_over(
    leader, client
):
    day = june(leader, 14)
    set_day(leader, day)
    date_plaques()
    client.force_login(leader.entry.application.created_by)
    with on(day):
        assert "在低碳日活动上授牌" in text_of(client.get(leader.get_absolute_url()))
    with on(day + timedelta(days=1)):
        page = text_of(client.get(leader.get_absolute_url()))
        assert "在低碳日活动上授牌" not in page
        assert f"低碳日（{day.year}年6月14日）已过" in page and "另行交付牌匾" in page
        grant_support(leader.entry_id, actor=factories.staff(), kind=Support.PLAQUE, granted_on=day)
        page = text_of(client.get(leader.get_absolute_url()))
        assert "另行交付牌匾" not in page


def test_awd_1_a_title_that_comes_after_the_day_says_so_in_its_message_and_in_public(client):
    pilot = factories.excellent()
    day = june(pilot, 14)
    set_day(pilot, day)
    with on(max(day, day_of(clock.now())) + timedelta(days=6)):
        factories.entitle(pilot)
    assert (
        told_of_title(pilot)
        .partition("。")[0]
        .endswith(f"授牌日期：{day.year}年6月14日（已过，牌匾另行交付）")
    )
    assert "牌匾另行交付" in text_of(client.get(reverse("public_pilots")))


def told_of_title(pilot: Pilot) -> str:
    person = pilot.entry.application.created_by_id
    return Message.objects.get(recipient_id=person, subject__contains="已授予称号").body


def test_awd_1_only_a_title_has_a_day_in_the_database_too():
    planning = Pilot.objects.get(entry=factories.selected(Sheet.TECHNOLOGY).entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.filter(pk=planning.pk).update(plaque_on=june(planning, 14))


def test_awd_1_a_withdrawn_title_has_no_day_of_a_plaque_and_none_when_the_day_is_moved(leader):
    set_day(leader, june(leader, 14))
    date_plaques()
    with on(june(leader, 14) - timedelta(days=60)):
        withdrawn = factories.withdrawn(leader)
    assert withdrawn.title_withdrawn and withdrawn.plaque_on is None
    with on(june(leader, 14) - timedelta(days=1)):
        set_day(leader, june(leader, 21))
        date_plaques()
    withdrawn.refresh_from_db()
    assert withdrawn.plaque_on is None and list(invariants.broken()) == []
    with on(june(leader, 22)):
        with pytest.raises(Refused, match="称号已撤销，不能再登记支持措施"):
            hand_over_plaques([leader.entry_id], actor=factories.staff())
        texts = [event.text for event in public_events(withdrawn, june(leader, 22))]
    assert "称号已撤销" in texts and "低碳日授牌" not in texts


def test_awd_1_a_plaque_given_before_the_title_was_withdrawn_keeps_its_day_until_it_is_taken_back(leader):
    set_day(leader, june(leader, 14))
    date_plaques()
    with on(june(leader, 15)):
        given = {"kind": Support.PLAQUE, "granted_on": june(leader, 14)}
        measure = grant_support(leader.entry_id, actor=factories.staff(), **given)
        withdrawn = factories.withdrawn(leader)
        assert withdrawn.plaque_on == june(leader, 14) and list(invariants.broken()) == []
        cancel_support(measure.pk, actor=factories.staff(), reason="登记有误。")
    withdrawn.refresh_from_db()
    assert withdrawn.plaque_on is None and list(invariants.broken()) == []

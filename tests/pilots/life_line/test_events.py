"""What the life-line of a pilot says happened, and when."""

from datetime import date, datetime, time, timedelta

import pytest

from journal import clock
from journal.clock import BEIJING, day_of
from pilots.life_line.events import Event, events_of
from pilots.models import Pilot
from pilots.progress.actions import title_of_report
from pilots.support.actions import grant_support
from programme.cycles.actions import edit_cycle
from programme.notice import Sheet, Support
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_report_that_did_not_come_is_planned_until_its_day_and_overdue_after_it():
    report = factories.next_report(factories.implementing())
    ahead = next(
        event for event in events_of(report.pilot, report.due_on) if event.text == title_of_report(report)
    )
    assert ahead.planned and ahead.note == "尚未提交"
    day = report.due_on + timedelta(days=1)
    past = next(event for event in events_of(report.pilot, day) if event.text == title_of_report(report))
    assert not past.planned and (past.family, past.note) == ("bad", "逾期未提交")


def test_awd_1_a_plaque_of_a_later_title_stands_at_the_day_of_its_handing_over():
    pilot = factories.excellent()
    day = date(pilot.entry.cycle.year + 1, 6, 18)
    handed_over = day + timedelta(days=60)
    with clock.set_to(datetime.combine(handed_over, time(12), BEIJING)):
        edit_cycle(pilot.entry.cycle_id, actor=factories.staff(), low_carbon_day=day)
        pilot = factories.entitle(pilot)
        assert not plaques(pilot)
        grant_support(
            pilot.entry_id,
            actor=factories.staff(),
            kind=Support.PLAQUE,
            granted_on=day,
            handed_over_on=handed_over,
        )
        (event,) = plaques(pilot)
    assert event.day == handed_over and event.public


def plaques(pilot: Pilot) -> list[Event]:
    """What the life-line says of the plaque."""
    events = events_of(pilot, day_of(clock.now()))
    return [event for event in events if "牌" in event.text]


@pytest.mark.parametrize("sheet", [Sheet.TECHNOLOGY, Sheet.LEADER])
def test_a_report_has_the_name_that_its_own_page_has(sheet):
    pilot = factories.titled(sheet) if sheet == Sheet.LEADER else factories.implementing(sheet)
    report = factories.next_report(pilot)
    told = [event.text for event in events_of(Pilot.objects.get(pk=pilot.pk), day_of(clock.now()))]
    assert title_of_report(report) in told

"""Titles whose Low Carbon Day has come, and the clock on that day."""

from datetime import date, datetime

from journal import clock
from journal.clock import BEIJING
from pilots.award.plaques import date_plaques
from pilots.models import Pilot
from programme.cycles.actions import edit_cycle
from programme.models import Cycle, LibraryEntry
from programme.notice import Sheet
from tests import factories
from tests.factories.people import serial


def leaders(count: int) -> list[Pilot]:
    """Leaders of the present cycle, each with a name of its own; they have their titles at once."""
    entries = [factories.selected(Sheet.LEADER).entry for _ in range(count)]
    for entry in entries:
        name = f"北京示例第{next(serial)}热力有限公司"
        LibraryEntry.objects.filter(pk=entry.pk).update(name=name, organisation_name=name)
    return list(Pilot.objects.filter(entry__in=entries).order_by("entry__number"))


def set_day(cycle: Cycle) -> date:
    """Set the Low Carbon Day of a cycle and date its plaques."""
    day = date(cycle.year + 1, 6, 14)
    edit_cycle(cycle.pk, actor=factories.staff(), low_carbon_day=day)
    date_plaques()
    return day


def on(day: date):
    """The clock at noon of a day in Beijing."""
    return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))

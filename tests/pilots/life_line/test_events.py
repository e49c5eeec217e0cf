"""What the life-line tells of a pilot, in which words."""

import pytest

from journal import clock
from journal.clock import day_of
from pilots.life_line.events import events_of
from pilots.models import Pilot
from pilots.progress.actions import title_of_report
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sheet", [Sheet.TECHNOLOGY, Sheet.LEADER])
def test_a_report_has_the_name_that_its_own_page_has(sheet):
    pilot = factories.titled(sheet) if sheet == Sheet.LEADER else factories.implementing(sheet)
    report = factories.next_report(pilot)
    told = [event.text for event in events_of(Pilot.objects.get(pk=pilot.pk), day_of(clock.now()))]
    assert title_of_report(report) in told

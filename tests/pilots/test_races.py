"""What the portal does by itself to a pilot whose status is withdrawn at that moment: the sweep waits, and does nothing to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction

from journal import clock
from pilots.award.plaques import date_plaques
from pilots.evaluation.tracking.actions import open_due_trackings
from pilots.models import Pilot, Submission, Withdrawal
from pilots.progress.opening import open_due_reports
from pilots.states import SubmissionKind
from pilots.withdrawal.deciding import decide_withdrawal
from programme.cycles.actions import edit_cycle
from programme.notice import Sheet
from tests import factories
from tests.locks import is_waited_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


def decidable(pilot: Pilot) -> Withdrawal:
    """A withdrawal of a pilot that a third person may decide once its period is over."""
    row = factories.withdrawal(pilot)
    with clock.set_to(row.statement_until):
        return factories.proposed_withdrawal(row)


def swept_meanwhile(pilot: Pilot, sweep: Callable[[], object], wait_until) -> object:
    """Withdraw a pilot while a sweep waits for it; what the sweep returned."""
    row, third = decidable(pilot), factories.staff()

    def apart() -> object:
        try:
            return sweep()
        finally:
            connections.close_all()

    with clock.set_to(row.statement_until + timedelta(days=400)), ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Pilot.objects.select_for_update().get(pk=pilot.pk)
            swept = pool.submit(apart)
            wait_until(is_waited_for)
            decide_withdrawal(row.pk, actor=third, seen=factories.seen_of(row))
        return swept.result(timeout=20)


def test_no_report_is_opened_for_a_pilot_that_is_withdrawn_meanwhile(wait_until):
    pilot = factories.implementing()
    swept_meanwhile(pilot, open_due_reports, wait_until)
    assert not Submission.objects.filter(pilot=pilot, kind=SubmissionKind.PROGRESS).exists()


def test_no_tracking_begins_for_a_zone_that_is_withdrawn_meanwhile(wait_until):
    zone = factories.implementing(Sheet.PARK)
    assert swept_meanwhile(zone, open_due_trackings, wait_until) == 0
    assert not zone.evaluations.exists()


def test_awd_1_a_title_withdrawn_meanwhile_gets_no_day_and_holds_up_no_other(wait_until):
    lost, other = (factories.titled(Sheet.LEADER) for _ in range(2))
    day = date(lost.entry.cycle.year + 1, 6, 14)
    edit_cycle(lost.entry.cycle_id, actor=factories.staff(), low_carbon_day=day)
    assert swept_meanwhile(lost, date_plaques, wait_until) == 1
    lost.refresh_from_db()
    other.refresh_from_db()
    assert (lost.plaque_on, other.plaque_on) == (None, day)

"""Closing a cycle (CUT-4) and corrections that lapse (CUT-5)."""

from datetime import timedelta

import pytest

from applications import actions
from applications.closing import close_due_cycles
from applications.models import Application
from applications.states import State
from journal import clock
from journal.models import Message, Record
from pilots.cutoff import GRACE
from pilots.models import Cycle, NumberGate
from pilots.programme import Sheet
from reviews import actions as reviewing
from tests import factories

pytestmark = pytest.mark.django_db


def after_closing(cycle: Cycle):
    return cycle.cutoff + GRACE


@pytest.mark.embedded
def test_cut_4_closing_freezes_the_list_opens_the_next_and_moves_what_was_not_received():
    received = factories.received()
    draft = factories.draft()
    waiting = factories.submitted(Sheet.PARK)
    cycle = received.cycle
    assert close_due_cycles(after_closing(cycle)) == [cycle]
    cycle.refresh_from_db()
    assert (cycle.frozen_count, len(cycle.frozen_checksum)) == (1, 64)
    for application, year in ((received, cycle.year), (draft, cycle.year + 1), (waiting, cycle.year + 1)):
        application.refresh_from_db()
        assert application.cycle.year == year
    assert draft.state == State.DRAFT and waiting.state == State.AT_RECOMMENDER


def test_cut_4_everyone_concerned_is_told_once():
    waiting = factories.submitted(Sheet.PARK)
    clerk = factories.recommender(waiting.recommender)
    at = after_closing(waiting.cycle)
    for _ in range(3):
        close_due_cycles(at)
    told = Message.objects.filter(subject__startswith="已转入")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted([waiting.created_by_id, clerk.pk])


def test_cut_4_closing_not_before_two_minutes_after_the_cutoff():
    cycle = factories.received().cycle
    assert close_due_cycles(after_closing(cycle) - timedelta(microseconds=1)) == []
    assert not NumberGate.objects.filter(closed=True).exists()


def test_cut_4_running_it_again_changes_nothing():
    cycle = factories.received().cycle
    factories.draft()
    close_due_cycles(after_closing(cycle))
    state = list(Cycle.objects.values()), list(Application.objects.values()), Record.objects.count()
    assert close_due_cycles(after_closing(cycle) + timedelta(days=1)) == []
    assert (list(Cycle.objects.values()), list(Application.objects.values()), Record.objects.count()) == state


def test_cut_4_years_of_downtime_are_caught_up_over_several_cutoffs():
    draft = factories.draft()
    cycle = draft.cycle
    closed = close_due_cycles(after_closing(cycle) + timedelta(days=366 * 2))
    assert [c.year for c in closed] == [cycle.year, cycle.year + 1, cycle.year + 2]
    draft.refresh_from_db()
    assert draft.cycle.year == cycle.year + 3


def test_cut_3_a_verb_that_meets_a_frozen_cycle_is_counted_for_the_next_year_and_says_so():
    draft = factories.draft()
    person, cycle = draft.created_by, draft.cycle
    close_due_cycles(after_closing(cycle))
    application = actions.submit(draft.pk, actor=person)
    assert application.number == f"{cycle.year + 1}-JS-0001"
    assert f"{cycle.year + 1} 年度" in Message.objects.get(subject__startswith="申报已接收").body


def in_correction(days: int) -> Application:
    application = factories.received()
    reviewing.screen(
        application.pk,
        actor=factories.staff(),
        outcome="correction",
        findings={},
        remarks="请补充说明。",
        due=clock.now() + timedelta(days=days),
    )
    application.refresh_from_db()
    return application


def test_cut_5_a_correction_within_its_deadline_keeps_the_year_even_after_the_cutoff():
    application = in_correction(days=400)
    year = application.cycle.year
    with clock.set_to(after_closing(application.cycle)):
        close_due_cycles()
        corrected = actions.resubmit(application.pk, actor=application.created_by)
    assert (corrected.cycle.year, corrected.state) == (year, State.RECEIVED)
    assert corrected.current_revision.number == 2


@pytest.mark.parametrize("swept", [True, False])
def test_cut_5_a_late_correction_goes_to_the_next_cycle_and_keeps_its_number(swept):
    application = in_correction(days=10)
    number, year = application.number, application.cycle.year
    with clock.set_to(application.correction_due):
        if swept:
            close_due_cycles()
            application.refresh_from_db()
            assert (application.state, application.cycle.year) == (State.CORRECTION, year + 1)
        corrected = actions.resubmit(application.pk, actor=application.created_by)
    assert (corrected.number, corrected.cycle.year) == (number, year + 1)
    assert corrected.entry.cycle_id == corrected.cycle_id

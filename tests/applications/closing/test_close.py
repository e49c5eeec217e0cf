"""Closing a cycle (CUT-4) and corrections that lapse (CUT-5)."""

from datetime import timedelta

import pytest

from applications.closing import close as closing
from applications.closing import moving
from applications.closing.close import close_due_cycles
from applications.invariants import broken
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Message, Record
from programme.cutoff import GRACE
from programme.cycles.frozen import checksum, list_text
from programme.cycles.receiving import present_cycle
from programme.invariants import broken as programme_broken
from programme.models import Cycle, NumberGate
from programme.notice import PilotType, Sheet
from reviews.screening.actions import screen
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
    closed = close_due_cycles(after_closing(cycle))
    assert [(each.year, each.frozen_count) for each in closed] == [(cycle.year, 1)]
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


def test_cut_4_closing_shuts_the_gate_of_every_type_of_pilot():
    cycle = factories.received().cycle
    close_due_cycles(after_closing(cycle))
    shut = NumberGate.objects.filter(cycle=cycle, closed=True).values_list("pilot_type", flat=True)
    assert sorted(shut) == sorted(PilotType)


def test_cut_4_a_second_worker_that_began_before_the_first_had_frozen_the_list_freezes_nothing(monkeypatch):
    cycle = factories.received().cycle
    at, roll_over, met = after_closing(cycle), closing._roll_over, []

    def overtaken(*args):
        roll_over(*args)
        if not met:
            met.append(args)
            assert [shut.year for shut in close_due_cycles(at)] == [cycle.year]

    monkeypatch.setattr(closing, "_roll_over", overtaken)
    assert close_due_cycles(at) == []
    assert Record.objects.filter(verb="close").count() == 1 and len(listed(cycle)) == 1


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


def test_cut_3_a_year_that_closing_has_shut_takes_no_draft_and_no_late_correction_of_a_clock_that_was_set_back():
    cycle = factories.received().cycle
    late = in_correction(days=1)
    close_due_cycles(after_closing(cycle))  # the clock stands before that
    assert present_cycle(clock.now()).year == cycle.year + 1
    assert factories.draft().cycle.year == cycle.year + 1
    with clock.set_to(cycle.cutoff - timedelta(days=1)):
        assert factories.resubmitted(late).cycle.year == cycle.year + 1


def in_correction(days: int) -> Application:
    """An application that waits for a correction, due in so many days."""
    application = factories.received()
    screen(
        application.pk,
        actor=factories.staff(),
        outcome="correction",
        findings={},
        remarks="请补充说明。",
        due=clock.now() + timedelta(days=days),
    )
    application.refresh_from_db()
    return application


def corrected_over_the_cutoff() -> Application:
    """An application sent back ten days before the cutoff, with twenty days to correct it."""
    with clock.set_to(present_cycle(clock.now()).cutoff - timedelta(days=10)):
        return in_correction(days=20)


def test_cut_5_a_correction_within_its_deadline_keeps_the_year_even_after_the_cutoff():
    application = corrected_over_the_cutoff()
    year = application.cycle.year
    with clock.set_to(after_closing(application.cycle)):
        close_due_cycles()
        corrected = factories.resubmitted(application)
    assert (corrected.cycle.year, corrected.state) == (year, State.RECEIVED)
    assert corrected.current_revision.number == 2


def listed(cycle: Cycle) -> list[tuple[str, str]]:
    return list(cycle.frozen_lines.order_by("number").values_list("number", "revision_sha256"))


def test_cut_4_the_frozen_list_stays_whatever_comes_later():
    stays, withdrawn, corrected = factories.received(), factories.received(), corrected_over_the_cutoff()
    cycle = stays.cycle
    close_due_cycles(after_closing(cycle))
    before = listed(cycle)
    assert before == [(a.number, a.current_revision.sha256) for a in (stays, withdrawn, corrected)]
    with clock.set_to(after_closing(cycle) + timedelta(days=1)):
        actions.withdraw(withdrawn.pk, actor=withdrawn.created_by, reason="示例原因。")
        factories.resubmitted(corrected)
    cycle.refresh_from_db()
    assert listed(cycle) == before
    assert checksum(list_text(cycle.frozen_lines.order_by("number"))) == cycle.frozen_checksum
    assert not list(programme_broken()) and not list(broken())
    cycle.frozen_lines.filter(number=stays.number).update(revision_sha256="0" * 64)
    assert "截止名单与截止时记下的数量或校验值不符" in "".join(programme_broken())


def test_cut_4_a_late_run_freezes_what_a_timely_one_would_have_frozen():
    application = in_correction(days=5)
    cycle = application.cycle
    with clock.set_to(after_closing(cycle) + timedelta(days=30)):
        close_due_cycles()
    application.refresh_from_db()
    assert (application.cycle.year, listed(cycle)) == (cycle.year + 1, [])


def test_cut_4_more_applications_than_a_chunk_are_all_moved(monkeypatch):
    monkeypatch.setattr(moving, "CHUNK", 2)
    drafts = [factories.draft() for _ in range(5)]
    close_due_cycles(after_closing(drafts[0].cycle))
    years = set(Application.objects.values_list("cycle__year", flat=True))
    assert years == {drafts[0].cycle.year + 1}


def test_cut_4_the_journal_says_what_moved_and_who_was_told_also_after_being_killed_half_way(monkeypatch):
    drafts = [factories.draft() for _ in range(3)]
    waiting = factories.submitted(Sheet.PARK)
    factories.recommender(waiting.recommender)
    staff, at = factories.staff(), after_closing(waiting.cycle)
    move, calls = closing._roll_over_one, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 3:
            raise SystemExit
        move(*args)

    monkeypatch.setattr(closing, "_roll_over_one", dies)
    with pytest.raises(SystemExit):
        close_due_cycles(at)
    monkeypatch.undo()
    close_due_cycles(at + timedelta(hours=3))
    facts = Record.objects.get(verb="close").facts
    assert facts["rolled_over"] == {"草稿": len(drafts), "待推荐单位初审": 1}
    assert facts["told"] == {"applicants": 4, "recommenders": 1, "people": 5}
    assert Message.objects.filter(recipient_id=staff.pk, subject__contains="年度已截止").count() == 1


@pytest.mark.parametrize("settle", [close_due_cycles, lambda: None])
def test_cut_5_a_packet_follows_its_application_into_the_next_year(settle):
    application = in_correction(days=5)
    with clock.set_to(application.correction_due):
        settle()
        if settle is not close_due_cycles:
            factories.resubmitted(application)
    assert not list(broken())

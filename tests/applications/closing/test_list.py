"""The frozen list is what stood at the cutoff instant, however late closing runs (CUT-4)."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from applications.closing.close import close_due_cycles
from applications.invariants import broken
from applications.models import Application
from applications.submitting import actions
from journal import clock
from journal.workflow import Refused
from programme.cutoff import GRACE, default_cutoff
from programme.models import Cycle
from programme.notice import Sheet
from reviews.screening.actions import screen
from tests import factories
from tests.applications.closing.steps import (
    CUTOFF,
    DAY,
    MINUTE,
    ask_correction,
    come_back,
    correction_asked,
    frozen,
)

pytestmark = pytest.mark.django_db
LATE = CUTOFF + 30 * DAY


def close_late(at=LATE) -> None:
    with clock.set_to(at):
        close_due_cycles()


def test_cut_4_a_correction_in_time_between_cutoff_and_closing_leaves_the_version_that_stood():
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    corrected = come_back(application, CUTOFF + DAY)
    assert corrected.cycle.year == 2026
    close_late()
    assert frozen(2026) == [(application.number, 1)]


def test_cut_4_a_correction_that_lapses_between_cutoff_and_closing_stood_on_the_list():
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    close_late()
    assert frozen(2026) == [(application.number, 1)]


def test_cut_4_a_late_correction_between_cutoff_and_closing_is_on_the_next_list_only():
    application = correction_asked(CUTOFF - 20 * DAY, CUTOFF - 10 * DAY)
    assert come_back(application, CUTOFF + DAY).cycle.year == 2027
    close_late(default_cutoff(2027) + DAY)
    assert (frozen(2026), frozen(2027)) == ([], [(application.number, 2)])


def test_cut_4_what_took_part_in_one_year_is_not_on_the_list_of_the_next():
    with clock.set_to(CUTOFF - DAY):
        first = factories.received()
    close_late()
    with clock.set_to(LATE):
        second = factories.received()
    close_late(default_cutoff(2027) + DAY)
    assert (frozen(2026), frozen(2027)) == ([(first.number, 1)], [(second.number, 1)])


def test_cut_4_a_deadline_at_the_cutoff_itself_is_missed_by_then():
    correction_asked(CUTOFF - 10 * DAY, CUTOFF)
    with clock.set_to(CUTOFF + GRACE):
        close_due_cycles()
    assert frozen(2026) == []


def test_cut_4_withdrawn_or_found_not_eligible_between_cutoff_and_closing_stood_on_the_list():
    with clock.set_to(CUTOFF - DAY):
        withdrawn, refused = factories.received(), factories.received()
    with clock.set_to(CUTOFF + DAY):
        actions.withdraw(withdrawn.pk, actor=withdrawn.created_by, reason="示例原因。")
        values = {"outcome": "not_eligible", "findings": {}, "remarks": "示例意见。"}
        screen(refused.pk, actor=factories.staff(), **values)
    close_late()
    assert frozen(2026) == [(withdrawn.number, 1), (refused.number, 1)]


def test_cut_4_a_line_names_project_and_applicant_as_they_stood():
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    title = application.title
    answers = Application.objects.get(pk=application.pk).answers
    with clock.set_to(CUTOFF + DAY):
        Application.objects.filter(pk=application.pk).update(
            answers=answers | {"project_name": "改后的名称", "applicant_name": "改后的单位"}
        )
        actions.resubmit(application.pk, actor=application.created_by)
    close_late()
    line = Cycle.objects.get(year=2026).frozen_lines.get()
    assert (line.name, line.organisation_name) == (title, answers["applicant_name"])


@pytest.mark.parametrize("kept", [True, False])
def test_cut_4_the_audit_finds_a_list_that_is_not_what_stood(kept):
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    close_late()
    assert not list(broken())
    cycle = Cycle.objects.get(year=2026)
    if kept:
        cycle.frozen_lines.create(number="2026-JS-0009", pilot_type="technology", received_at=CUTOFF)
    else:
        cycle.frozen_lines.all().delete()
    number = "2026-JS-0009" if kept else application.number
    assert list(broken()) == [f"2026 年度的截止名单与截止时的参评情况不符：{number}。"]


ACTS = ("receive", "ask", "come_back", "withdraw", "refuse", "accept")
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 2),  # which application
        st.one_of(st.integers(-40 * 24, 40 * 24), st.integers(-2, 2), st.integers(-300 * 24, 800 * 24)),
        st.integers(1, 30),  # days to correct
    ),
    min_size=3,
    max_size=12,
)


def do(act: str, application: Application, days: int) -> None:
    """One act of the season now; what the rules refuse is left out."""
    with suppress(Refused), transaction.atomic():
        application.refresh_from_db()
        if act == "receive":
            actions.submit(application.pk, actor=application.created_by)
        elif act == "ask":
            ask_correction(application, clock.now() + days * DAY)
        elif act == "come_back":
            factories.resubmitted(application)
        elif act == "withdraw":
            actions.withdraw(application.pk, actor=application.created_by, reason="示例原因。")
        else:
            outcome = {"refuse": "not_eligible", "accept": "accepted"}[act]
            values = {"findings": {}, "remarks": "示例意见。", "compliance_reason": "示例理由。"}
            screen(application.pk, actor=factories.staff(), outcome=outcome, **values)


def lists(events, timely: bool) -> list:
    """Play a season; the lists of its years, by application instead of number."""
    events = sorted(events, key=lambda event: event[2])
    with transaction.atomic():
        with clock.set_to(CUTOFF - 320 * DAY):
            drafts = [factories.draft(Sheet.LEADER) for _ in range(3)]
        instants = [CUTOFF + timedelta(hours=event[2]) + MINUTE for event in events]
        closings = [default_cutoff(year) + GRACE for year in (2026, 2027, 2028)]
        plan = [(at, event) for at, event in zip(instants, events, strict=True)]
        plan += [(at, None) for at in closings] if timely else []
        for at, event in sorted(plan, key=lambda each: (each[0], each[1] is not None)):
            with clock.set_to(at):
                if event:
                    do(event[0], drafts[event[1]], event[3])
                if timely:
                    close_due_cycles()
        close_late(closings[-1] + DAY)
        frozen_lists = [frozen(year) for year in (2026, 2027, 2028)]
        transaction.set_rollback(True)
    return frozen_lists


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(EVENTS)
@example([("receive", 0, -900, 1), ("ask", 0, -800, 10), ("come_back", 0, 30, 1)])
@example([("receive", 0, -900, 1), ("ask", 0, -200, 20), ("come_back", 0, 5, 1), ("ask", 0, 6, 3)])
@example([("receive", 0, -900, 1), ("ask", 0, -800, 10), ("come_back", 0, 366 * 24, 1)])
@example([("receive", 0, -900, 1), ("ask", 0, -200, 5), ("withdraw", 0, -20, 1)])
def test_cut_4_the_frozen_lists_do_not_depend_on_when_closing_ran(events):
    assert lists(events, timely=True) == lists(events, timely=False)

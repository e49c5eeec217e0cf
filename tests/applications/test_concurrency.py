"""Numbers and quotas under real threads on real PostgreSQL (NUM-1, REC-3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections

from applications import actions, actions_recommender
from applications.closing import close_due_cycles
from applications.models import Application, Packet
from journal.models import Record
from journal.recording import broken_chain
from journal.workflow import Refused
from pilots.cutoff import GRACE
from pilots.cycles import cycle_at
from pilots.models import Cycle, ParkQuota
from pilots.programme import Sheet
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


def at_once(calls: list, threads: int) -> list:
    """Run the calls in threads of their own connections; a refusal comes back as its sentence."""

    def run(call):
        try:
            return call()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))


def test_num_1_two_hundred_submissions_at_once_get_numbers_1_to_200_without_gap_or_repeat():
    person = factories.applicant()
    drafts = [factories.draft(by=person) for _ in range(200)]
    at_once([lambda pk=d.pk: actions.submit(pk, actor=person) for d in drafts], threads=20)
    numbers = sorted(Application.objects.values_list("number", flat=True))
    year = Application.objects.first().cycle.year
    assert numbers == [f"{year}-JS-{n:04d}" for n in range(1, 201)]
    assert Packet.objects.count() == 200
    assert broken_chain() == []


def test_rec_3_ten_forwards_at_once_on_a_quota_of_three_let_exactly_three_through():
    clerk = factories.recommender()
    office = clerk.organisations.get()
    parks = [factories.submitted(Sheet.PARK, to=office) for _ in range(10)]
    answers = at_once(
        [
            lambda pk=p.pk: actions_recommender.forward(
                pk, actor=clerk, opinion=factories.OPINION, dated=date(2026, 6, 1)
            )
            for p in parks
        ],
        threads=10,
    )
    assert sum("名额" in answer for answer in answers if isinstance(answer, str)) == 7
    assert Application.objects.received().count() == 3
    assert ParkQuota.objects.get().used == 3


def test_a_double_click_submits_once():
    person = factories.applicant()
    draft = factories.draft(by=person)
    answers = at_once([lambda: actions.submit(draft.pk, actor=person) for _ in range(20)], threads=20)
    assert sum(not isinstance(answer, str) for answer in answers) == 1
    assert Application.objects.get().revisions.count() == 1


def test_cut_4_two_closings_at_once_close_once():
    factories.received()
    factories.draft()
    cycle = Cycle.objects.running()
    at = cycle.cutoff + GRACE
    at_once([lambda: close_due_cycles(at) for _ in range(4)], threads=4)
    cycle.refresh_from_db()
    assert cycle.frozen_count == 1
    assert Record.objects.filter(verb="close").count() == 1
    assert Record.objects.filter(verb="roll_over").count() == 1


def test_num_1_submissions_while_closing_get_a_number_of_one_year_or_the_next_never_none():
    person = factories.applicant()
    drafts = [factories.draft(by=person) for _ in range(30)]
    cycle = cycle_at(drafts[0].state_since)
    calls = [lambda pk=d.pk: actions.submit(pk, actor=person) for d in drafts]
    calls.insert(10, lambda: close_due_cycles(cycle.cutoff + GRACE))
    at_once(calls, threads=10)
    for year in (cycle.year, cycle.year + 1):
        found = sorted(Application.objects.filter(cycle__year=year).values_list("number", flat=True))
        assert found == [f"{year}-JS-{n:04d}" for n in range(1, len(found) + 1)]
    assert Application.objects.received().count() == 30
    cycle.refresh_from_db()
    assert cycle.frozen_count == Application.objects.filter(cycle=cycle).count()

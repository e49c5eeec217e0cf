"""Closing that is killed, that comes late, and a clock that is set back after it (CUT-3, CUT-4, NUM-1)."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection, connections, transaction

from applications.models import Application, Packet
from applications.packets.request import renew_packet
from applications.states import State
from journal import clock
from journal.models import Message, Record
from journal.work import without_nudges
from programme.cutoff import GRACE
from programme.models import Cycle, LibraryEntry, NumberGate
from programme.notice import Sheet
from tests import factories
from tests.faults.audit import assert_sound
from tests.locks import is_waited_for
from tests.servers import end_sessions

RESULT = {
    "applications": "select pk, state, year, number from (select a.id pk, a.state, a.number, c.year"
    " from applications_application a join programme_cycle c on c.id = a.cycle_id) rows",
    "cycles": "select year, frozen_count, frozen_checksum, closed_at is null from programme_cycle",
    "lines": "select number, revision_sha256 from programme_frozenline",
    "gates": "select cycle_id, pilot_type, last, closed from programme_numbergate",
    "messages": "select recipient_id, subject, body, link from journal_message",
    "records": "select verb, object_type, object_id, label, summary, (facts::jsonb - 'messages')::text"
    " from journal_record",  # the digest of messages is salted
    "packets": "select id, input_sha256 from applications_packet",
}


def season(drafts: int) -> Cycle:
    """A cycle whose cutoff passed ten minutes ago: received, drafts, and what waits at a recommender."""
    person, clerk = factories.applicant(), factories.recommender()
    factories.staff()
    with without_nudges(), clock.set_to(clock.now() - timedelta(hours=1)):
        for _ in range(drafts):
            factories.draft(by=person)
        waiting = factories.submitted(Sheet.PARK, to=clerk.organisations.get())
        for _ in range(3):
            factories.received(by=person)
    Cycle.objects.filter(pk=waiting.cycle_id).update(cutoff=clock.now() - timedelta(minutes=10))
    return waiting.cycle


def connect(database: str):
    """A connection of its own to a database beside the test's."""
    told = connection.settings_dict
    return psycopg2.connect(
        host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=database
    )


def result_in(database: str) -> dict[str, Counter]:
    """What closing left in a database, whatever the order it was written in."""
    link = connect(database)
    with link, link.cursor() as cursor:
        found = {}
        for name, query in RESULT.items():
            cursor.execute(query)
            found[name] = Counter(cursor.fetchall())
    link.close()
    return found


@pytest.fixture
def copy_of_database():
    """A copy of the test database as it is when asked for: call it for the name."""
    own, made = str(connection.settings_dict["NAME"]), []

    def copy() -> str:
        connections.close_all()
        name = f"{own}_copy"
        link = connect("postgres")
        link.autocommit = True
        made.append((link, name))
        end_sessions(link, own)
        link.cursor().execute(f'create database "{name}" template "{own}"')
        return name

    yield copy
    for link, name in made:
        link.cursor().execute(f'drop database if exists "{name}" with (force)')
        link.close()


@pytest.mark.parametrize(
    ("drafts", "kills"),
    [
        pytest.param(24, (9,), id="once"),
        pytest.param(
            450,
            (1, 150, 199, 200, 201, 450),
            id="at each place",
            marks=[pytest.mark.slow, pytest.mark.timeout(1200)],
        ),
    ],
)
def test_cut_4_a_closing_that_was_killed_ends_as_an_undisturbed_one(
    stack, wait_until, copy_of_database, drafts, kills
):
    cycle = season(drafts)
    copy = copy_of_database()
    undisturbed = stack.run("close_due_cycles")
    assert undisturbed.wait(300) == 0
    found = result_in(str(connection.settings_dict["NAME"]))
    assert_sound()
    stack.env["PORTAL_TEST_DATABASE"] = copy
    for moved in kills:
        with held(copy, moved) as is_reached:
            run = stack.run("close_due_cycles")
            wait_until(is_reached)
            run.kill()
            run.wait()
        left = result_in(copy)
        assert left["records"].total() == found["records"].total() - (drafts + 2 - moved)
        assert left["cycles"] != found["cycles"]  # it was killed half way indeed
    assert stack.run("close_due_cycles").wait(300) == 0
    assert result_in(copy) == found
    assert Cycle.objects.get(pk=cycle.pk).frozen_count == 3


@contextmanager
def held(database: str, moved: int) -> Iterator[Callable[[], bool]]:
    """Hold the application after the first so many that closing moves; gives whether closing waits for it."""
    link = connect(database)
    with closing(link), link.cursor() as cursor:
        unreceived = list(Application.objects.filter(number=None).order_by("pk").values_list("pk", flat=True))
        cursor.execute("select from applications_application where id = %s for update", [unreceived[moved]])
        yield lambda: is_waited_for(link.info.backend_pid)


@pytest.mark.parametrize(
    "sweep",
    [
        pytest.param("2", id="seconds"),
        pytest.param("60", id="minutes", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_cut_4_a_beat_that_was_down_over_the_cutoff_catches_up(stack, wait_until, capsys, sweep):
    stack.env["SWEEP_SECONDS"] = sweep
    with without_nudges(), clock.set_to(clock.now() - timedelta(hours=1)):
        received, draft = factories.received(), factories.draft()
    stack.worker()
    stack.beat().stop()
    wait_until(stack.idle)  # a sweep that was sent before the beat went down must not meet the cutoff
    cycle = received.cycle
    Cycle.objects.filter(pk=cycle.pk).update(cutoff=clock.now() - GRACE)
    assert not Cycle.objects.get(pk=cycle.pk).closed_at
    begun = time.monotonic()
    stack.beat()
    wait_until(lambda: Cycle.objects.get(pk=cycle.pk).closed_at, seconds=150)
    with capsys.disabled():
        print(f"\nsweep every {sweep} s: closed {time.monotonic() - begun:.1f} s after the beat started")
    draft.refresh_from_db()
    assert draft.cycle.year == cycle.year + 1
    wait_until(
        lambda: Message.objects.filter(subject__startswith="已转入", state=Message.State.DONE).exists()
    )
    assert_sound([received.pk])


def move_ahead(closed: Cycle, pk: int, by: timedelta) -> None:
    """Move the instants of a closed cycle, and of one receipt, by so much."""
    cycle = Cycle.objects.get(pk=closed.pk)
    Cycle.objects.filter(pk=closed.pk).update(cutoff=cycle.cutoff + by, closed_at=cycle.closed_at + by)
    with transaction.atomic():
        first = Application.objects.get(pk=pk)
        first.received_at += by
        first.save()
        LibraryEntry.objects.filter(application=first).update(received_at=first.received_at)
        renew_packet(first.current_revision, first)


def test_num_1_a_clock_set_back_after_closing_repeats_no_number_and_reopens_nothing(stack, wait_until):
    """Moving what was written five minutes ahead is what setting back the clock of the database does."""
    person = factories.applicant()
    with without_nudges(), clock.set_to(clock.now() - timedelta(hours=1)):
        drafts = [factories.draft(by=person) for _ in range(6)]
        received = [factories.received(by=person) for _ in range(2)]
    cycle = received[0].cycle
    visitor = stack.web(workers=1).visitor(person)
    stack.worker()
    beat = stack.beat()
    wait_until(lambda: Packet.objects.exclude(state=Packet.State.DONE).count() == 0)
    Cycle.objects.filter(pk=cycle.pk).update(cutoff=clock.now() - GRACE - timedelta(seconds=1))
    wait_until(lambda: Cycle.objects.get(pk=cycle.pk).closed_at)
    assert visitor.submit(drafts[0].pk)[0] == 302
    closed = Cycle.objects.get(pk=cycle.pk)
    move_ahead(closed, drafts[0].pk, timedelta(minutes=5))
    assert Cycle.objects.get(pk=cycle.pk).cutoff > clock.now()
    for draft in drafts[1:]:
        assert visitor.submit(draft.pk) == (302, f"/applications/{draft.pk}/")
    assert Cycle.objects.get(pk=cycle.pk).cutoff > clock.now()
    beat.stop()
    stack.send(("applications.tasks.close_due_cycles",))  # whether or not a sweep of the beat came by now
    wait_until(stack.idle)
    year = cycle.year
    numbers = Application.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"{year}-JS-{n:04d}" for n in (1, 2)] + [
        f"{year + 1}-JS-{n:04d}" for n in range(1, 7)
    ]
    again = Cycle.objects.get(pk=cycle.pk)
    assert (again.frozen_count, again.frozen_checksum) == (closed.frozen_count, closed.frozen_checksum)
    assert not NumberGate.objects.filter(cycle=cycle, closed=False).exists()
    assert Record.objects.filter(verb="close").count() == 1
    assert set(Application.objects.values_list("state", flat=True)) == {State.RECEIVED}
    move_ahead(closed, drafts[0].pk, -timedelta(minutes=5))  # or the audit finds what was moved
    assert_sound([each.pk for each in drafts + received])

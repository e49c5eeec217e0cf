"""Every task delivered three times, twice at once: nothing is doubled."""

import email
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from applications.models import Packet
from journal import clock
from journal.models import Message, Record
from journal.work import without_nudges
from programme.cutoff import GRACE
from programme.models import Cycle, FrozenLine, Reminder
from tests import factories
from tests.faults.audit import assert_sound

RUNS = [
    pytest.param(10, id="10 runs"),
    pytest.param(200, id="200 runs", marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
]


def mailed(folder: Path) -> Counter:
    """How often each e-mail was sent, by its id."""
    found = Counter()
    for file in folder.iterdir():
        for text in file.read_text().split("-" * 79 + "\n"):
            if "Message-ID" in text:
                found[email.message_from_string(text)["Message-ID"]] += 1
    return found


@pytest.mark.parametrize("runs", RUNS)
def test_packets_and_messages_are_made_once(stack, wait_until, runs):
    person = factories.applicant()
    with without_nudges():
        for _ in range(runs):
            factories.received(by=person)
    folder = settings.VAR_DIR / "mail"
    before = mailed(folder)
    packets = [("applications.tasks.build_packet", pk) for pk in Packet.objects.values_list("pk", flat=True)]
    messages = [("journal.tasks.deliver_message", pk) for pk in Message.objects.values_list("pk", flat=True)]
    tasks = [*packets, *messages]
    stack.send(*(task for task in tasks for _ in range(2)))
    for _ in range(2):
        stack.worker()
    wait_until(stack.idle, seconds=1800)
    stack.send(*tasks)
    wait_until(stack.idle, seconds=600)
    assert set(Packet.objects.values_list("state", "attempts")) == {(Packet.State.DONE, 1)}
    assert set(Message.objects.values_list("state", "attempts")) == {(Message.State.DONE, 1)}
    sent = mailed(folder) - before
    assert len(sent) == len(messages) and set(sent.values()) == {1}
    assert_sound()


@pytest.mark.parametrize("runs", RUNS)
def test_reminders_are_sent_once(stack, wait_until, runs):
    with clock.set_to(clock.now() - timedelta(days=40)):  # before any reminder was due
        people = [factories.draft().created_by_id for _ in range(3)]
    cycle = Cycle.objects.running()
    stack.worker()
    stack.worker()
    task = ("applications.tasks.tell_what_is_due",)
    with without_nudges():
        for run in range(runs):
            cutoff = clock.now() + timedelta(hours=30, minutes=run)
            Cycle.objects.filter(pk=cycle.pk).update(cutoff=cutoff)
            stack.send(task, task)
            wait_until(stack.idle)
            stack.send(task)
            wait_until(stack.idle)
            reminder = Reminder.objects.get(cutoff=cutoff)
            assert reminder.done_at
            keys = Message.objects.filter(key__startswith=f"reminder:{reminder.pk}:")
            assert sorted(keys.values_list("recipient_id", flat=True)) == sorted(people)
    assert Reminder.objects.count() == runs
    assert_sound()


@pytest.mark.parametrize("runs", RUNS)
def test_cut_4_cycles_are_closed_once(stack, wait_until, runs):
    person, city = factories.applicant(), factories.staff()
    begin = clock.now() - timedelta(hours=3)
    stack.worker()
    stack.worker()
    task = ("applications.tasks.close_due_cycles",)
    with without_nudges():
        with clock.set_to(begin):
            draft = factories.draft(by=person)
        for run in range(runs):
            with clock.set_to(begin + timedelta(seconds=30 * run + 1)):
                application = factories.received(by=person)
            cycle = application.cycle
            Cycle.objects.filter(pk=cycle.pk).update(cutoff=begin + timedelta(seconds=30 * run + 10))
            stack.send(task, task)
            wait_until(stack.idle)
            stack.send(task)
            wait_until(stack.idle)
            cycle.refresh_from_db()
            assert (cycle.frozen_count, FrozenLine.objects.filter(cycle=cycle).count()) == (1, 1)
            draft.refresh_from_db()
            assert draft.cycle.year == cycle.year + 1
    assert Record.objects.filter(verb="close").count() == runs
    assert Record.objects.filter(verb="roll_over").count() == runs
    assert Message.objects.filter(key__startswith="close:", recipient_id=city.pk).count() == runs
    assert Message.objects.filter(subject__startswith="已转入", recipient_id=person.pk).count() == runs
    assert clock.now() - begin > timedelta(seconds=30 * runs) + GRACE
    assert_sound()

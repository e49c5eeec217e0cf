"""The chain of the journal and the outbox that says nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core import mail
from django.db import connection, connections, transaction

from journal import clock
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.recording import record, tell
from journal.tasks import deliver_message
from tests import factories
from tests.unguarded import unguarded


def note(about, summary="示例") -> Record:
    return record("note", about, at=clock.now(), label="记录", summary=summary)


@pytest.mark.django_db
@pytest.mark.embedded
def test_a_whole_chain_is_whole_and_any_change_breaks_it():
    person = factories.applicant()
    rows = [note(person, f"第 {n} 条") for n in range(3)]
    assert broken_chain() == []
    with unguarded():
        Record.objects.filter(pk=rows[1].pk).update(summary="改动")
    assert len(broken_chain()) == 1
    with unguarded():
        Record.objects.filter(pk=rows[1].pk).delete()
    assert "不衔接" in broken_chain()[0]


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_written_only_inside_a_transaction():
    person = factories.applicant()
    with pytest.raises(RuntimeError):
        note(person)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
def test_writers_at_once_keep_one_chain():
    person = factories.applicant()

    def write(n):
        try:
            with transaction.atomic():
                note(person, str(n))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert Record.objects.count() == 40
    assert broken_chain() == []


@pytest.mark.django_db(transaction=True)
def test_a_message_is_said_once_and_mailed_once_however_often_the_task_runs():
    person = factories.applicant()
    for _ in range(2):
        with transaction.atomic():
            tell([person, person], key="k", subject="标题", body="正文", link="/x/", at=clock.now())
    message = Message.objects.get()
    for _ in range(3):
        deliver_message(message.pk)
    assert [m.to for m in mail.outbox] == [[person.email]]
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.DONE, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
def test_a_chain_that_grows_while_it_is_verified_is_whole_and_nobody_waits(monkeypatch):
    monkeypatch.setattr("journal.chain.PIECE", 25)
    person, stop = factories.applicant(), Event()

    def write():
        try:
            while not stop.is_set():
                with transaction.atomic():
                    note(person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(write) for _ in range(2)]
        try:
            while Record.objects.count() < 30:
                pass
            faults = [sentence for _ in range(5) for sentence in broken_chain()]
            counted = Record.objects.count()
        finally:
            stop.set()
        for writer in writers:
            writer.result()
    assert faults == [] and counted > 30
    with transaction.atomic():
        note(person)  # holds the end of the journal
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_verified_beside).result(timeout=20) == []


def _verified_beside() -> list[str]:
    try:
        return broken_chain()
    finally:
        connections.close_all()

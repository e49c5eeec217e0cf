"""The publication of a head, or the nightly verification, is killed: it is made up for, once, nothing is left by halves."""

from contextlib import closing

import pytest
from django.db import connection

from accounts.capabilities import Role
from applications.closing.close import close_due_cycles
from bench.journal_steps.filling import fill
from journal.models import Head, Message, PublishedHead, Record, Verification
from tests import factories
from tests.faults.audit import assert_sound
from tests.faults.test_cutoff import connect
from tests.locks import is_waited_for
from tests.unguarded import unguarded

KEEPERS = ["archive@example.org", "auditor@example.net"]


@pytest.mark.slow
@pytest.mark.parametrize("table", ["journal_publishedhead", "journal_message"])
def test_a_publication_that_was_killed_is_made_up_for_once(stack, wait_until, table):
    """Killed before the head is written down, and between head and mails."""
    with factories.before_last_cutoff():
        factories.received()
    close_due_cycles()
    stack.env["JOURNAL_HEAD_TO"] = ",".join(KEEPERS)
    link = connect(str(connection.settings_dict["NAME"]))
    with closing(link), link, link.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        run = stack.run("reconcile")
        wait_until(lambda: is_waited_for(link.info.backend_pid))
        run.kill()
        run.wait()
        assert not PublishedHead.objects.exists()
    assert stack.run("reconcile").wait(120) == 0
    assert stack.run("reconcile").wait(120) == 0
    head = Head.objects.get()
    heads = PublishedHead.objects.order_by("pk").values_list("why", "count", "hash")
    assert list(heads) == [(why, head.count, head.hash) for why in ("day", "closing")]
    mails = Message.objects.filter(email__in=KEEPERS).values_list("email", flat=True)
    assert sorted(mails) == sorted(2 * KEEPERS)
    stack.worker()
    wait_until(lambda: not Message.objects.filter(email__in=KEEPERS).exclude(state="done").exists())
    assert_sound()


@pytest.mark.slow
def test_a_verification_that_was_killed_goes_on_where_it_was(stack, wait_until):
    """A worker is killed between two pieces; the next one goes on, and a fault of the first piece is told once."""
    rows = 40_000
    fill(rows)
    administrator = factories.person(Role.ADMINISTRATOR)
    broken = Record.objects.earliest("pk")
    with unguarded():
        Record.objects.filter(pk=broken.pk).update(summary="改动")
    killed = stack.worker()
    assert stack.run("reconcile").wait(120) == 0
    wait_until(lambda: Verification.objects.filter(count__gt=0))
    link = connect(str(connection.settings_dict["NAME"]))
    with closing(link), link, link.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_verification IN SHARE MODE")
        wait_until(lambda: is_waited_for(link.info.backend_pid))
        killed.kill()
        cursor.execute("SELECT count FROM journal_verification")
        (reached,) = cursor.fetchone()
    assert 0 < reached < rows
    stack.worker()
    stack.beat()
    wait_until(lambda: Verification.objects.filter(state="done"))
    done = Verification.objects.get()
    assert (done.count, done.attempts) == (rows, 2)
    told = Message.objects.filter(recipient_id=administrator.pk, body__contains=f"日志第 {broken.pk} 条")
    assert told.count() == 1

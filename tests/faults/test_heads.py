"""The publication of a head of the journal is killed: it is made up for, once, and nothing is left by halves."""

from contextlib import closing

import pytest
from django.db import connection

from applications.closing.close import close_due_cycles
from journal.models import Head, Message, PublishedHead
from tests import factories
from tests.faults.audit import assert_sound
from tests.faults.test_cutoff import connect
from tests.locks import is_waited_for

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

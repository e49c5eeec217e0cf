"""A real Celery worker on the test's database and queue."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import transaction

from journal import clock, work
from journal.models import Message

WITHOUT_SUBSETTER = """
import sys
import weasyprint.pdf.fonts
weasyprint.pdf.fonts.harfbuzz_subset = None
from celery.__main__ import main
sys.argv = ["celery", "-A", "config", "worker", "--concurrency", "1"]
main()
"""


@pytest.mark.embedded
def test_worker_refuses_to_start_without_the_fast_font_subsetter():
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_SUBSETTER],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 1
    assert "libharfbuzz-subset0" in result.stderr


def send(key: str, nudge: bool) -> Message:
    """Write a message to the outbox and wake a worker for it, or leave that to the reconciler."""
    with transaction.atomic():
        message = Message.objects.create(
            key=key,
            recipient_id=1,
            email="someone@example.org",
            subject="申报已收到",
            body="您的申报已收到。",
            created_at=clock.now(),
        )
        if nudge:
            work.nudge(message)
    return message


@pytest.mark.embedded
def test_a_nudge_after_commit_wakes_a_real_worker(worker, wait_until):
    message = send("nudged", nudge=True)
    wait_until(lambda: Message.objects.get(pk=message.pk).sent_at)
    assert any("someone@example.org" in path.read_text() for path in (settings.VAR_DIR / "mail").iterdir())


@pytest.mark.embedded
def test_a_starting_worker_finds_work_whose_nudge_was_lost(transactional_db, request, wait_until):
    message = send("lost", nudge=False)
    request.getfixturevalue("worker")
    wait_until(lambda: Message.objects.get(pk=message.pk).sent_at)

"""Background work as rows: the database owns the work, the queue is only a nudge (facts "Queues").

A row is written in the transaction of the business change. Its task takes the id, claims the row under a
short lease, renews the lease while it works, and finishes the row; it may run twice or never. ``resend_due``
sends again what is due and not done, so a lost message, a killed worker or a stopped broker costs time but never work.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Self, TypeVar

from celery import current_app
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q

from journal import clock

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
LEASE = timedelta(seconds=15)  # a killed worker's row is free again after this
RENEWAL = timedelta(seconds=5)
SILENCE = 10  # seconds without nudges after one failed, so that nobody waits for a dead broker twice
RESENT = 500  # rows of one kind woken by one sweep, so that a long backlog does not flood the queue


W = TypeVar("W", bound="Work")


class WorkQuerySet(models.QuerySet):
    """Questions about background work."""

    def due(self, now: datetime) -> Self:
        """Rows that wait for a worker at ``now``: pending, and nobody holds a running lease."""
        return self.filter(state=Work.State.PENDING).filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Work(models.Model):
    """A thing to be done in the background: state, attempts counted before the work, lease until.

    A subclass names its Celery task in ``task_name``; the task takes the primary key. ``failure`` is what is said
    before the reason when the work fails, ``backoff`` the wait after the first failure; it doubles each time.
    """

    class State(models.TextChoices):
        PENDING = "pending", "等待处理"
        DONE = "done", "已完成"
        FAILED = "failed", "处理失败"

    task_name = ""
    failure = "处理失败"
    backoff = timedelta(seconds=15)

    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING, db_index=True)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    error = models.TextField("失败原因", blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    def reset(self) -> None:
        """Make the row due again from the first attempt: its input changed, or staff press 重试."""
        self.state, self.attempts, self.lease_until, self.error = self.State.PENDING, 0, None, ""


_quiet = False
_silent_until = 0.0  # on the clock of time.monotonic


def nudge(row: Work) -> None:
    """Wake a worker for ``row`` after the running transaction commits. A dead broker is no error here."""
    if not _quiet:
        transaction.on_commit(lambda: _send(row.task_name, row.pk))


@contextmanager
def without_nudges() -> Iterator[None]:
    """Write work rows without waking a worker for each: the reconciler finds them. For bulk loading only."""
    global _quiet
    before, _quiet = _quiet, True
    try:
        yield
    finally:
        _quiet = before


def _send(task_name: str, pk: int) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task_name, args=[pk], retry=False)
    except Exception:
        _silent_until = time.monotonic() + SILENCE
        logger.warning(
            "Could not wake a worker for %s(%s); the reconciler will.", task_name, pk, exc_info=True
        )


@contextmanager
def claimed(model: type[W], pk: int) -> Iterator[W | None]:
    """Work on a row under a claim: its lease is renewed as long as the block runs, and ends with the process.

    Gives None when there is nothing to do. An error in the block gives the row back.
    """
    row = claim(model, pk)
    if row is None:
        yield None
        return
    done = Event()
    keeper = Thread(
        target=_keep_claim, args=(row, done), name=f"claim of {model._meta.label} {pk}", daemon=True
    )
    keeper.start()
    error = None
    try:
        yield row
    except Exception as raised:
        logger.exception("%s %s failed.", model._meta.label, pk)
        error = raised
    finally:
        done.set()
        keeper.join()
    if error:
        give_back(row, f"{model.failure}：{error or type(error).__name__}")


def claim(model: type[W], pk: int) -> W | None:
    """Take the row for this worker, or return None when it is done, failed, gone or held by another."""
    with transaction.atomic():
        now = clock.now()
        row = model.objects.select_for_update().due(now).filter(pk=pk).first()
        if row is None:
            return None
        if row.attempts >= MAX_ATTEMPTS:
            row.state = Work.State.FAILED
            row.error = row.error or "处理程序多次异常退出。"
            row.save(update_fields=["state", "error"])
            return None
        row.attempts += 1
        row.lease_until = now + LEASE
        row.save(update_fields=["attempts", "lease_until"])
        return row


def _keep_claim(row: Work, done: Event) -> None:
    """Renew the lease of a claimed row until ``done``, in a thread with a connection of its own."""
    while not done.wait(RENEWAL.total_seconds()):
        try:
            until = clock.now() + LEASE
            if not _still_held(row).update(lease_until=until):
                logger.warning("The claim of %s %s was lost.", row._meta.label, row.pk)
                return
            row.lease_until = until
        except DatabaseError:
            logger.warning("The claim of %s %s could not be renewed.", row._meta.label, row.pk, exc_info=True)
        finally:
            connection.close()


def _still_held(row: Work) -> models.QuerySet:
    """The row, if the claim is still ours: whoever claims or resets it writes another lease."""
    return type(row).objects.filter(pk=row.pk, state=Work.State.PENDING, lease_until=row.lease_until)


def finish(row: Work, *fields: str) -> None:
    """Mark claimed work as done and save ``fields``, what the work produced, with it."""
    row.state, row.lease_until, row.error = Work.State.DONE, None, ""
    row.save(update_fields=["state", "lease_until", "error", *fields])


def give_back(row: Work, reason: str) -> None:
    """Put claimed work back for a while, longer each time, or mark it failed after the last attempt.

    A claim that was lost meanwhile is no longer ours to give back: nothing changes then.
    """
    state, wait = Work.State.PENDING, clock.now() + row.backoff * 2 ** (row.attempts - 1)
    if row.attempts >= MAX_ATTEMPTS:
        state, wait = Work.State.FAILED, None
    _still_held(row).update(state=state, lease_until=wait, error=reason[:2000])


def retry_failed() -> dict[str, int]:
    """Make failed work of every kind due again from its first attempt; return how much, by model label."""
    again = {"state": Work.State.PENDING, "attempts": 0, "lease_until": None, "error": ""}
    return {
        model._meta.label: model.objects.filter(state=Work.State.FAILED).update(**again) for model in _kinds()
    }


def _kinds() -> list[type[Work]]:
    return [model for model in apps.get_models() if issubclass(model, Work)]


def resend_due() -> dict[str, int]:
    """Wake a worker for the due rows of every kind of work, oldest first; return how many, by model label."""
    sent = {}
    for model in _kinds():
        due = model.objects.due(clock.now()).order_by("pk")
        ids = list(due.values_list("pk", flat=True)[:RESENT])
        for pk in ids:
            _send(model.task_name, pk)
        sent[model._meta.label] = len(ids)
    return sent

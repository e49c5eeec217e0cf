"""Background work as rows: the database owns the work, the queue is only a nudge (facts "Queues").

A row is written in the transaction of the business change. Its task takes the id, claims the row under a
lease, does the work and finishes it; it may run twice or never. ``resend_due`` sends again what is due and
not done, so a lost message, a killed worker or a stopped broker costs time but never work.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import current_app
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from journal import clock

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
LEASE = timedelta(minutes=6)  # longer than the hard time limit of a task (CELERY_TASK_TIME_LIMIT, 300 s)


class WorkQuerySet(models.QuerySet):
    """Questions about background work."""

    def due(self, now: datetime):
        """Rows that wait for a worker at ``now``: pending, and nobody holds a running lease."""
        return self.filter(state=Work.State.PENDING).filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Work(models.Model):
    """A thing to be done in the background: state, attempts counted before the work, lease until.

    A subclass names its Celery task in ``task_name``; the task takes the primary key.
    """

    class State(models.TextChoices):
        PENDING = "pending", "等待处理"
        DONE = "done", "已完成"
        FAILED = "failed", "处理失败"

    task_name = ""

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
    try:
        current_app.send_task(task_name, args=[pk], retry=False)
    except Exception:
        logger.warning(
            "Could not wake a worker for %s(%s); the reconciler will.", task_name, pk, exc_info=True
        )


def claim(model: type[Work], pk: int) -> Work | None:
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


def finish(row: Work) -> None:
    """Mark claimed work as done. The caller saves what the work produced in the same transaction."""
    row.state, row.lease_until, row.error = Work.State.DONE, None, ""
    row.save()


def give_back(row: Work, reason: str) -> None:
    """Put claimed work back with back-off (15 s, 30 s, 60 s …), or mark it failed after the last attempt."""
    row.error = reason[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.lease_until = Work.State.FAILED, None
    else:
        row.lease_until = clock.now() + timedelta(seconds=15 * 2 ** (row.attempts - 1))
    row.save(update_fields=["state", "lease_until", "error"])


def resend_due() -> dict[str, int]:
    """Wake a worker for every due row of every kind of work; return how many, by model label."""
    sent = {}
    for model in apps.get_models():
        if issubclass(model, Work):
            ids = list(model.objects.due(clock.now()).values_list("pk", flat=True))
            for pk in ids:
                _send(model.task_name, pk)
            sent[model._meta.label] = len(ids)
    return sent

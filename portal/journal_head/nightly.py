"""The nightly verification of the whole journal, in turns, and who hears of a fault (design §2).

A turn is a piece of background work: it keeps how far it came after each piece, so a kill costs one piece, and ends in
time for the limit of a task. The journal may grow without end; memory does not.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from journal import clock
from journal.chain import Walk, faults_beside
from journal.guard.rights import excess_rights
from journal.models import Fault, Verification
from journal.recording import tell
from journal.work import claimed, finish, nudge

FROM_HOUR = timedelta(hours=2)  # of the night, Beijing time
TURN = 120  # seconds of one task, which may take 240
KEPT = 200  # faults kept of one night; the rest are counted
SHOWN = 10  # faults in one message
HEAR_OF_FAULTS = (Capability.KEEP_ACCOUNTS, Capability.READ_TRACES)


def begin_nightly() -> Verification | None:
    """Put tonight's verification on the list of work, once; None when it is there."""
    now = clock.now()
    night = clock.day_of(now - FROM_HOUR)
    if Verification.objects.filter(night__gte=night).exists():
        return None
    with transaction.atomic():
        row, is_new = Verification.objects.get_or_create(night=night, defaults={"begun_at": now})
        nudge(row)
    return row if is_new else None


def work_on(pk: int, *, seconds: float = TURN) -> None:
    """Go on with a verification for a turn, by one piece at least."""
    with claimed(Verification, pk) as row:
        if row:
            _turn(row, seconds)


def _turn(row: Verification, seconds: float) -> None:
    walk = Walk(last=row.last, count=row.count, hash=row.hash)
    until = time.monotonic() + seconds
    _keep(row, walk, walk.step())
    while not walk.is_done and time.monotonic() < until:
        _keep(row, walk, walk.step())
    if walk.is_done:
        _end(row, [*faults_beside(), *excess_rights()])
        return
    row.reset()  # another turn, not another attempt
    row.save(update_fields=["state", "attempts", "lease_until", "error"])
    nudge(row)


def _keep(row: Verification, walk: Walk, faults: list[str]) -> None:
    """Keep how far the walk came together with what it found."""
    row.last, row.count, row.hash = walk.last, walk.count, walk.hash
    with transaction.atomic():
        _note(row, faults)
        row.save(update_fields=["last", "count", "hash", "faults"])


def _note(row: Verification, faults: Iterable[str]) -> None:
    """Write faults down; one that is open already is only marked as seen again."""
    now = clock.now()
    for sentence in faults:
        row.faults += 1
        if Fault.objects.filter(sentence=sentence, gone_at=None).update(verification=row):
            continue
        if Fault.objects.filter(verification=row).count() < KEPT:
            Fault.objects.create(verification=row, sentence=sentence, first_at=now)


def _end(row: Verification, faults: list[str]) -> None:
    """Close the verification and tell of what nobody was told yet."""
    with transaction.atomic():
        row.finished_at = clock.now()
        _note(row, faults)
        Fault.objects.filter(gone_at=None).exclude(verification=row).update(gone_at=row.finished_at)
        new = list(Fault.objects.filter(gone_at=None, told_at=None).order_by("pk"))
        if new:
            _tell(row, new, row.finished_at)
            Fault.objects.filter(pk__in=[fault.pk for fault in new]).update(told_at=row.finished_at)
        finish(row, "finished_at", "faults")


def _tell(row: Verification, new: list[Fault], now: datetime) -> None:
    lines = [f"· {fault.sentence}" for fault in new[:SHOWN]]
    more = [f"……另有 {len(new) - SHOWN} 处。"] if len(new) > SHOWN else []
    asked = "请立即保全数据库备份和服务器日志，在服务器上运行 manage.py verify_journal 查明范围，并用平台之外留存的链头核对。"
    tell(
        [person for capability in HEAR_OF_FAULTS for person in User.objects.who_may(capability)],
        key=f"journal-fault:{row.night}:{new[0].pk}",
        subject=f"日志核对发现 {len(new)} 处问题",
        body="\n".join(["平台夜间核对日志时发现：", *lines, *more, asked]),
        link=reverse("journal_head"),
        at=now,
    )

"""Closing the days of the access log, clearing what is old, and verifying both.

That a day was closed, with its hash, is an act of the journal: who cuts a batch out, or closes a day anew after changing it,
meets the chain of the journal, whose head lies outside of the house.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from journal import clock
from journal.access.recipe import COLUMNS, RECIPE, batch_hash, line_hash, rows_digest
from journal.acts import PlainVerb, Repeated
from journal.facts import Facts, Held, last_words
from journal.models import AccessBatch, AccessEntry, Audience
from journal.recipe import GENESIS

SETTLED = timedelta(minutes=15)  # after midnight no request of the day before is still being answered
OVERDUE = timedelta(hours=30)  # after the end of a day it is a fault that nobody closed it
ONE_DAY = timedelta(days=1)


def portal_itself(actor: object, obj: object) -> bool:
    """No person: the beat or a command."""
    return actor is None


CLOSE = PlainVerb(AccessBatch, "close_access_day", "封存一天的访问日志", portal_itself, Audience.CITY)
SWEEP = PlainVerb(AccessBatch, "sweep_access_day", "清除一天到期的访问日志", portal_itself, Audience.CITY)


@dataclass(frozen=True)
class DayFacts(Facts):
    """What the journal keeps of a day that was closed or cleared."""

    day: str
    count: int
    hash: str


def real_now() -> datetime:
    """The present instant of the database; the access log knows no clock that was moved ahead."""
    return clock.now() - (clock.ahead() or timedelta(0))


def close_due() -> list[AccessBatch]:
    """Close every day that is over, in their order, those without an entry too; return the new batches."""
    last_over = clock.day_of(real_now() - SETTLED) - ONE_DAY
    closed = []
    while (day := _next_day()) and day <= last_over:
        try:
            closed.append(_close(day))
        except Repeated:  # another process was faster
            continue
    return closed


def _next_day() -> date | None:
    """The first day that has no batch; None while nothing was ever logged."""
    last = AccessBatch.objects.order_by("-day").first()
    if last:
        return last.day + ONE_DAY
    first = AccessEntry.objects.order_by("at").values_list("at", flat=True).first()
    return clock.day_of(first) if first else None


def _close(day: date) -> AccessBatch:
    with CLOSE.perform(actor=None) as act:
        last = AccessBatch.objects.order_by("-day").first()
        digest, count = digest_of_day(day)
        batch = AccessBatch(
            day=day,
            recipe=RECIPE,
            count=count,
            rows_digest=digest,
            previous_hash=last.hash if last else GENESIS,
            closed_at=real_now(),
        )
        batch.hash = batch_hash(batch)
        batch.save(force_insert=True)
        act.about, act.summary = batch, f"{day:%Y-%m-%d}：{count} 条"
        act.facts |= _facts(batch)
    return batch


def _facts(batch: AccessBatch) -> dict:
    return DayFacts(f"{batch.day:%Y-%m-%d}", batch.count, batch.hash).written()


def digest_of_day(day: date) -> tuple[str, int]:
    """The digest over the entries of a day, and how many there are."""
    rows = AccessEntry.objects.of_day(day).values_list(*COLUMNS)
    return rows_digest(map(line_hash, rows.iterator()))


def sweep_due() -> list[AccessBatch]:
    """Delete the entries of whole days older than ``ACCESS_LOG_DAYS``; return their batches, which stay.

    A day that does not verify is kept: it is evidence.
    """
    before = clock.day_of(real_now()) - timedelta(days=settings.ACCESS_LOG_DAYS)
    due = AccessBatch.objects.filter(swept_at=None, day__lt=before).order_by("day")
    return [_sweep(batch.pk) for batch in due if not list(_faults_of_rows(batch, None))]


def _sweep(pk: int) -> AccessBatch:
    with SWEEP.perform(pk, actor=None) as act:
        batch = act.object
        AccessEntry.objects.of_day(batch.day).delete()
        batch.swept_at = real_now()
        batch.save(update_fields=["swept_at"])
        act.summary = f"{batch.day:%Y-%m-%d}：{batch.count} 条"
        act.facts |= _facts(batch)
    return batch


Words = dict[int, Held[DayFacts]]


def faults() -> Iterator[str]:
    """One sentence for each fault of the closed days: a line changed, deleted or slipped in, a batch cut or remade."""
    closed = last_words(AccessBatch._meta.label_lower, [CLOSE.name], DayFacts)
    swept = last_words(AccessBatch._meta.label_lower, [SWEEP.name], DayFacts)
    batches = list(AccessBatch.objects.order_by("day"))
    yield from _cut(closed, {batch.pk for batch in batches})
    previous: AccessBatch | None = None
    for batch in batches:
        yield from _faults_of_link(batch, previous)
        yield from _faults_of_words(batch, closed)
        yield from _faults_of_rows(batch, swept)
        previous = batch
    yield from _faults_at_ends(batches)


def _cut(closed: Words, present: set[int]) -> Iterator[str]:
    for pk, words in sorted(closed.items()):
        if pk not in present:
            day = words.said.day if words.said else f"第 {pk} 批"
            yield f"访问日志 {day}：日志中有封存记录，封存的批次却不见了。"


def _faults_of_link(batch: AccessBatch, previous: AccessBatch | None) -> Iterator[str]:
    if batch.previous_hash != (previous.hash if previous else GENESIS):
        yield f"访问日志 {batch.day}：与前一日不衔接，可能有批次被删除或插入。"
    if previous and batch.day != previous.day + ONE_DAY:
        yield f"访问日志 {batch.day}：前一日的批次不见了。"
    if batch.recipe != RECIPE or batch.hash != batch_hash(batch):
        yield f"访问日志 {batch.day}：批次的内容与校验值不符，批次被改动。"


def _faults_of_words(batch: AccessBatch, closed: Words) -> Iterator[str]:
    words = closed.get(batch.pk)
    if words is None:
        yield f"访问日志 {batch.day}：日志中没有封存记录，批次是后来插入的。"
    elif words.said and words.said.written() != _facts(batch):
        yield f"访问日志 {batch.day}：与日志中的封存记录不符，批次被重做。"


def _faults_of_rows(batch: AccessBatch, swept: Words | None) -> Iterator[str]:
    """Of the entries.

    Args:
        swept: what the journal says of days that were cleared; None when this one was not.
    """
    if not batch.swept_at:
        digest, count = digest_of_day(batch.day)
        if (digest, count) != (batch.rows_digest, batch.count):
            yield f"访问日志 {batch.day}：封存时 {batch.count} 条，现有 {count} 条，内容与校验值不符。"
        return
    if batch.pk not in (swept or {}):
        yield f"访问日志 {batch.day}：标为到期清除，日志中却没有清除记录。"
    if AccessEntry.objects.of_day(batch.day).exists():
        yield f"访问日志 {batch.day}：已到期清除的一天又有了内容。"


def _faults_at_ends(batches: list[AccessBatch]) -> Iterator[str]:
    first = AccessEntry.objects.order_by("at").values_list("at", flat=True).first()
    if batches and first and clock.day_of(first) < batches[0].day:
        yield f"访问日志 {clock.day_of(first)}：早于第一个批次，是后来插入的。"
    if (day := _next_day()) and real_now() - datetime.combine(
        day + ONE_DAY, datetime.min.time(), clock.BEIJING
    ) > OVERDUE:
        yield f"访问日志 {day}：当日早已结束，却没有封存。"

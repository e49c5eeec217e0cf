"""A journal of any length, chained as acts chain it, written in batches."""

from datetime import UTC, datetime, timedelta

from journal.models import Head, Record
from journal.recipe import GENESIS, digest_of, new_salt, row_hash

BATCH = 5000
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, previous: str) -> Record:
    """A row as an act writes it."""
    made = Record(
        at=BEGUN + timedelta(seconds=number),
        actor_id=number % 997,
        actor_name=f"示例人员{number % 997}",
        verb="submit",
        label="提交",
        object_type="applications.application",
        object_id=number % 20_000,
        audience="parties",
        summary=f"提交第 {number} 次，附件 3 个，共 12.4 MB。",
        facts={
            "from": "draft",
            "to": "received",
            "revision": number % 7,
            "number": f"2026-JS-{number % 9999:04d}",
        },
        previous_hash=previous,
    )
    for name, value in made.salted().items():
        salt = new_salt()
        setattr(made, f"{name}_salt", salt)
        setattr(made, f"{name}_digest", digest_of(salt, value))
    made.hash = row_hash(made)
    return made


def fill(rows: int) -> None:
    """Write so many rows, and the head that belongs to them."""
    previous = GENESIS
    for begin in range(0, rows, BATCH):
        batch = []
        for number in range(begin, min(begin + BATCH, rows)):
            batch.append(row(number, previous))
            previous = batch[-1].hash
        Record.objects.bulk_create(batch)
    Head.objects.create(hash=previous, count=rows)

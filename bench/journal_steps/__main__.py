"""Fill a journal, verify it in turns as the nightly task does, and print rate and memory; exit 1 when a fault turned up."""

import argparse
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench.tables import table  # noqa: E402
from journal.models import Head, Record, Verification  # noqa: E402
from journal.recipe import GENESIS, digest_of, new_salt, row_hash  # noqa: E402
from portal.journal_head import nightly  # noqa: E402

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


def verify() -> tuple[Verification, int, float]:
    """Verify in turns; return the finished row, how many turns it took, and the seconds."""
    begun, turns, since = nightly.begin_nightly(), 0, time.monotonic()
    while begun.state == Verification.State.PENDING:
        nightly.work_on(begun.pk)
        begun.refresh_from_db()
        turns += 1
    return begun, turns, time.monotonic() - since


def memory() -> int:
    """The most memory that the process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog='make bench-journal ARGS="…"')
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    call_command("migrate", verbosity=0)
    fill(rows)
    before = memory()
    done, turns, seconds = verify()
    print(
        table(
            [
                ["条数", "轮次", "秒", "每秒条数", "内存 MB（核对前）", "内存 MB（核对后）"],
                [done.count, turns, f"{seconds:.1f}", f"{done.count / seconds:,.0f}", before, memory()],
            ]
        )
    )
    sys.exit(done.count != rows or done.faults > 1)  # one is the role, which owns this database


if __name__ == "__main__":
    main()

"""Fill a journal, verify it in turns as the nightly task does, and print rate and memory; exit 1 when a fault turned up."""

import argparse
import resource
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench.journal_steps.filling import fill  # noqa: E402
from bench.tables import table  # noqa: E402
from journal.models import Verification  # noqa: E402
from portal.journal_head import nightly  # noqa: E402


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

"""Numbers under threads: many allocations at once, some forced to roll back, no gap and no repeat (NUM-1)."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connections, transaction

from journal import clock
from programme.cycles.receiving import calendar, cycle_at, receive
from programme.models import NumberGate
from programme.notice import PilotType

UNDONE_EVERY = 10  # one in ten rolls back after it got its number


class Undone(Exception):
    """Forces a transaction to roll back."""


@dataclass(frozen=True)
class Allocations:
    """What came of it; ``seconds`` of wall clock."""

    asked: int
    undone: int
    kept: int
    repeats: int
    gaps: int
    seconds: float


def allocate(asked: int, threads: int) -> Allocations:
    """Ask for ``asked`` numbers of leaders in ``threads`` threads, each with a connection of its own.

    For a database that is thrown away: the numbers belong to no application.
    """
    gate = NumberGate.objects.filter(cycle=cycle_at(clock.now()), pilot_type=PilotType.LEADER).first()
    first = gate.last if gate else 0
    begin = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        found = [
            n for share in pool.map(_share, [range(i, asked, threads) for i in range(threads)]) for n in share
        ]
    seconds = time.monotonic() - begin
    serials = {int(number.rpartition("-")[2]) for number in found}
    expected = set(range(first + 1, first + len(found) + 1))
    last = NumberGate.objects.get(cycle=cycle_at(clock.now()), pilot_type=PilotType.LEADER).last
    gaps = len(expected - serials) + abs(last - first - len(found))
    return Allocations(asked, asked - len(found), len(found), len(found) - len(serials), gaps, seconds)


def _share(places: range) -> list[str]:
    try:
        return [number for place in places if (number := _number(place))]
    finally:
        connections.close_all()


def _number(place: int) -> str | None:
    try:
        with transaction.atomic():
            _, number, _ = receive(PilotType.LEADER, clock.now(), calendar())
            if place % UNDONE_EVERY == 0:
                raise Undone
            return number
    except Undone:
        return None

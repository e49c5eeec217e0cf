"""The load: each writer pauses, saves what was typed since, then fetches what stands beside the fields.

The pauses are drawn beforehand and do not wait for answers (an open loop); a writer whose last save is still under way
sends the next when it is there, as the page does. Waiting counts from when a save was due.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.autosave_steps.writers import TYPED, Writer
from bench.rush_steps.load import exchange

SHORTEST, LONGEST = 1.5, 8.0  # seconds between two saves of one person
AROUND = 0.4  # seconds from a save to the request for what stands around


@dataclass(frozen=True)
class Answer:
    """One answer: what was asked, its status, and seconds from due to complete."""

    what: str
    status: int
    seconds: float


def body(writer: Writer, text: str) -> str:
    """What the page sends: all fields of the part, one of them changed, and the marks."""
    writer.fields[TYPED] = text
    return urlencode(writer.fields | {"copy": json.dumps(writer.copy)}, doseq=True)


async def _write(port: int, writer: Writer, number: int, until: float) -> list[Answer]:
    draws, found, written = random.Random(number), [], writer.fields[TYPED]
    due = time.monotonic() + draws.uniform(0, LONGEST)
    turn = 0
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        turn += 1
        sent = body(writer, f"{written[: -8 - turn % 5]}第{turn}次")
        status, _, _, page = await exchange(port, "POST", writer.save_path, writer.cookies, sent)
        found.append(Answer("save", status, time.monotonic() - due))
        if status == 200:
            writer.copy = json.loads(page)["copy"]
        around = time.monotonic() + AROUND
        await asyncio.sleep(AROUND)
        status, *_ = await exchange(port, "GET", writer.beside_path, writer.cookies)
        found.append(Answer("beside", status, time.monotonic() - around))
        due += draws.uniform(SHORTEST, LONGEST)
    return found


async def type_together(port: int, people: list[Writer], seconds: float) -> list[Answer]:
    """Let everybody write for so long; return all answers."""
    until = time.monotonic() + seconds
    lists = await asyncio.gather(*(_write(port, each, n, until) for n, each in enumerate(people)))
    return [answer for answers in lists for answer in answers]

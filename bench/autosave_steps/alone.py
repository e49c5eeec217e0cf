"""The time of the server alone: requests one after the other in this process, with the statements of each."""

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.autosave_steps.typing_load import body
from bench.autosave_steps.writers import TYPED, Writer


@dataclass(frozen=True)
class Alone:
    """A kind of request: seconds of each, the processor's part of it, and the numbers of
    statements that occurred (on PostgreSQL with BEGIN and COMMIT).
    """

    what: str
    seconds: list[float]
    processor: list[float]
    queries: set[int]


def alone(writer: Writer, rounds: int) -> list[Alone]:
    """Measure the autosave, what stands beside the fields with and without the paper, and the whole page."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies.load(writer.cookies)
    text, found = writer.fields[TYPED], []

    def save(turn: int):
        answer = client.post(
            writer.save_path,
            body(writer, f"{text[:-8]}第{turn}次"),
            content_type="application/x-www-form-urlencoded",
        )
        writer.copy = answer.json()["copy"]
        return answer

    kinds = {
        "save": save,
        "beside": lambda turn: client.get(writer.beside_path),
        "beside without paper": lambda turn: client.get(writer.beside_path.removesuffix("?paper")),
        "page": lambda turn: client.get(writer.page_path),
    }
    for what, ask in kinds.items():
        ask(-1)
        seconds, processor, queries = [], [], set()
        for turn in range(rounds):
            with CaptureQueriesContext(connection) as captured:
                answer = ask(turn)
            assert answer.status_code == 200, (what, answer.status_code)
            queries.add(len(captured))
            begin, busy = time.perf_counter(), time.process_time()
            ask(turn + rounds)
            seconds.append(time.perf_counter() - begin)
            processor.append(time.process_time() - busy)
        found.append(Alone(what, seconds, processor, queries))
    return found

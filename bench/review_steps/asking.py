"""The time of the server alone: each page asked for again and again in this process, with its statements."""

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


@dataclass(frozen=True)
class Asked:
    """A page: seconds of each answer, the processor's part of it, the numbers of statements, its bytes."""

    name: str
    seconds: list[float]
    processor: list[float]
    queries: set[int]
    size: int


def client_of(user: User) -> Client:
    """A browser of that person."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def asked(name: str, client: Client, urls: list[str], rounds: int) -> Asked:
    """Ask for the addresses of one page by turns, ``rounds`` times in all."""
    seconds, processor, queries, size = [], [], set(), 0
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            size = max(size, len(_get(client, url)))
        queries.add(len(captured))
    for turn in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        _get(client, urls[turn % len(urls)])
        seconds.append(time.perf_counter() - begin)
        processor.append(time.process_time() - busy)
    return Asked(name, seconds, processor, queries, size)


def _get(client: Client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content

"""Children of the nursery: each on its own, without secrets, not to be stopped by the signals that stop a service."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from files.children import sandbox

LIMITS = sandbox.Limits(memory=512 * 1024**2, cpu=5, wall=10)


def asked(what: str = "tell") -> dict:
    return sandbox.run("tests.files.odd_child:act", {"do": what}, LIMITS)


def test_a_crash_ends_one_child_and_no_other():
    nursery = asked()["nursery"]
    with pytest.raises(sandbox.ChildFailed):
        asked("crash")
    assert asked()["nursery"] == nursery


def test_each_request_has_a_child_of_its_own_also_from_threads_at_once():
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: asked(), range(24)))
    assert len({each["pid"] for each in told}) == 24 and len({each["nursery"] for each in told}) == 1


def test_children_see_no_keys_or_passwords(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    os.kill(asked()["nursery"], signal.SIGKILL)
    assert set(asked()["environment"]) <= {*sandbox.KEPT, "LC_CTYPE"}


def test_a_nursery_outlasts_the_signals_that_stop_a_service():
    nursery = asked()["nursery"]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(nursery, number)
    assert asked()["nursery"] == nursery


def test_a_nursery_that_was_killed_is_started_anew():
    first = asked()["nursery"]
    os.kill(first, signal.SIGKILL)
    assert asked()["nursery"] != first


def test_a_forked_process_has_a_nursery_of_its_own():
    ours = asked()["nursery"]
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writing, str(asked()["nursery"]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        assert int(told.read()) != ours
    os.waitpid(pid, 0)
    assert asked()["nursery"] == ours

"""A machine on whose kernel nothing can be shut in, as an old one: children of the sandbox meet one for a while."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL, ENOSYS
from threading import Thread

import pyseccomp

from files.children import sandbox

LIMITS = sandbox.Limits(memory=512 * 1024**2, cpu=5, wall=10)
CREATE_RULESET, SET_SECCOMP = 444, 22  # a system call; what prctl is asked for


@contextmanager
def bare_machine() -> Iterator[None]:
    """The nursery is one that the kernel gives neither Landlock nor seccomp."""
    _end_nursery()
    thread = Thread(target=_start_bare)  # a filter holds for its thread and what that starts, for good
    thread.start()
    thread.join()
    try:
        yield
    finally:
        _end_nursery()


def _start_bare() -> None:
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    calls.add_rule(pyseccomp.ERRNO(ENOSYS), CREATE_RULESET)
    calls.add_rule(pyseccomp.ERRNO(ENOSYS), "seccomp")
    calls.add_rule(pyseccomp.ERRNO(EINVAL), "prctl", pyseccomp.Arg(0, pyseccomp.EQ, SET_SECCOMP))
    calls.load()
    sandbox.reach()


def _end_nursery() -> None:
    told = sandbox.run("tests.files.odd_child:act", {"do": "tell"}, LIMITS)
    os.kill(told["nursery"], signal.SIGKILL)

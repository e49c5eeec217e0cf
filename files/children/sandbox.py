"""Parsers of foreign files run in child processes with limits (facts "Files and parsers").

A crash or an endless loop there is a sentence for the person, not a dead worker, and what takes a child over finds neither
network nor files but its own (``confinement``). Each request has a child of its own,
forked from a nursery that has the parsers loaded already: starting Python for each cost a tenth of a second of
processor time, forking costs a few milliseconds. A process starts its nursery at its first request.
"""

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

logger = logging.getLogger(__name__)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
GRACE = 5  # seconds: the child's own alarm ends it before
KEPT = ("LANG", "LC_ALL", "TMPDIR")  # parsers of foreign files have no business with keys and passwords


@dataclass(frozen=True)
class Limits:
    """What a child may use: address space in bytes, processor seconds, seconds by the clock."""

    memory: int
    cpu: int
    wall: int


PROBE_LIMITS = Limits(memory=512 * 1024**2, cpu=5, wall=10)


class ChildFailed(Exception):
    """The child crashed, ran into a limit or answered nonsense. Its text is for the log."""


class _Nursery:
    """The process that forks children, and the socket by which it is asked to. It ends when that is closed."""

    def __init__(self) -> None:
        self.control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self.process = subprocess.Popen(
                [sys.executable, "-E", "-s", "-m", "files.children.nursery"],
                stdin=other,
                stdout=subprocess.DEVNULL,
                cwd=BASE_DIR,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
            )

    def child(self) -> socket.socket:
        """Have a child forked and return the line to it. Raises OSError when the nursery has gone."""
        ours, other = socket.socketpair()
        with other:
            try:
                socket.send_fds(self.control, [b"."], [other.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def ended(self) -> bool:
        """Whether it has just ended; a child that crashed leaves it running."""
        try:
            self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Let it end."""
        self.control.close()
        self.process.wait()


_lock = Lock()
_nursery: _Nursery | None = None


def run(
    handler: str,
    request: dict,
    limits: Limits,
    *,
    reads: Iterable[Path | str] = (),
    writes: Iterable[Path | str] = (),
) -> dict:
    """Give a request to ``module:function`` in a child of its own, within ``limits``, and return its answer.

    Where the machine cannot shut the child in, it works all the same, and the log says so at ERROR: nobody's upload is
    refused for it.

    Args:
        reads: files, and folders with all that is in them, that the child may read.
        writes: folders in which it may read, make, change and delete files.

    Raises:
        ChildFailed: there is no answer.
    """
    reach = {"reads": [str(path) for path in reads], "writes": [str(path) for path in writes]}
    asked = {"handler": handler, "limits": asdict(limits), "request": request, **reach}
    message = json.dumps(asked).encode()
    for _ in range(2):
        nursery = _running()
        begun = time.monotonic()
        try:
            with nursery.child() as line:
                told = _ask(line, message, begun + limits.wall + GRACE)
        except OSError:  # the nursery was killed, or the child is stuck beyond its own alarm
            told = b""
        if told or not nursery.ended():
            break
    if not told:
        seconds = time.monotonic() - begun
        logger.warning("%s gave no answer (after %.1f s).", handler, seconds)
        raise ChildFailed(f"{handler}: no answer")
    answered = json.loads(told)
    if answered["lacking"]:
        logger.error("%s ran without %s.", handler, " and ".join(answered["lacking"]))
    return answered["answer"]


def reach() -> list[str]:
    """What a child can get at here that it must not: names in Chinese, empty when it is shut in as it should be."""
    return run("files.children.probe:reach", {"file": str(BASE_DIR / "manage.py")}, PROBE_LIMITS)["reach"]


def _running() -> _Nursery:
    global _nursery
    with _lock:
        if _nursery is None or _nursery.process.poll() is not None:
            _stop()
            _nursery = _Nursery()
        return _nursery


def _ask(line: socket.socket, message: bytes, deadline: float) -> bytes:
    line.settimeout(max(deadline - time.monotonic(), 0.1))
    line.sendall(message)
    line.shutdown(socket.SHUT_WR)
    told = []
    while piece := line.recv(65536):
        told.append(piece)
        line.settimeout(max(deadline - time.monotonic(), 0.1))
    return b"".join(told)


def _stop() -> None:
    global _nursery
    if _nursery:
        _nursery.stop()
        _nursery = None


def _forget() -> None:
    """A forked process (a worker's pool, gunicorn's workers) starts a nursery of its own."""
    global _lock, _nursery
    _lock = Lock()
    if _nursery:
        _nursery.control.close()
        _nursery.process.returncode = 0  # not ours to wait for
        _nursery = None


atexit.register(_stop)
os.register_at_fork(after_in_child=_forget)

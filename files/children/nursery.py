"""Forks a child for each request of ``files.children.sandbox``. Runs as a module, its socket as standard input.

The parsers are imported once, here; a child inherits them, takes its limits upon itself, is shut in with its own files
(``confinement``), answers one request and ends. With the answer goes what the machine lacked for shutting it in.
A nursery and its children ignore the signals that ask a whole service to stop: they end with their work, by their
alarm, or when the process that started them is gone, so that a stopping worker finishes its packet as it would have.
"""

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path

from files.children.confinement import confine

PARSERS = (
    *("files.children.inspect", "files.children.prepare", "files.children.merge", "files.children.photo"),
    "lxml.etree",  # which pikepdf imports late
)
WRITTEN_BYTES = 2 * 1024**3  # largest file a child may write
ASKED = 8  # bytes of a message of the control socket; what counts is the socket that comes with it


def serve(control: socket.socket) -> None:
    """Fork a child for each socket that comes in, until the other end is closed."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    while True:
        _, sockets, _, _ = socket.recv_fds(control, ASKED, 1)
        if not sockets:
            return
        if os.fork() == 0:
            control.close()
            os._exit(_child(sockets[0]))
        os.close(sockets[0])


def _child(number: int) -> int:
    """Answer one request; the exit code is for nobody but the log."""
    try:
        with socket.socket(fileno=number) as line:
            told = json.loads(_all(line))
            _limit(**told["limits"])
            module, _, function = told["handler"].partition(":")
            handler = getattr(importlib.import_module(module), function)
            lacking = confine(told["reads"], told["writes"])
            answer = {"answer": handler(told["request"]), "lacking": lacking}
            line.sendall(json.dumps(answer).encode())
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _all(line: socket.socket) -> bytes:
    pieces = []
    while piece := line.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def _limit(memory: int, cpu: int, wall: int) -> None:
    """Bound address space (bytes), processor time and time by the clock (seconds), and the size of files."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(wall)
    _bound(resource.RLIMIT_CORE, 0, 0)
    _bound(resource.RLIMIT_FSIZE, WRITTEN_BYTES, WRITTEN_BYTES)
    _bound(resource.RLIMIT_CPU, cpu, cpu + 1)
    _bound(resource.RLIMIT_AS, memory, memory)


def _bound(what: int, soft: int, hard: int) -> None:
    """Lower a limit; one that the service itself runs under and that is lower already stays."""
    top = resource.getrlimit(what)[1]
    if top != resource.RLIM_INFINITY:
        soft, hard = min(soft, top), min(hard, top)
    resource.setrlimit(what, (soft, hard))


if __name__ == "__main__":
    for parser in PARSERS:
        importlib.import_module(parser)
    asked = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    # Else every child would hold the line on which others are asked for.
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    gc.freeze()
    serve(asked)

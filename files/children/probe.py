"""Tries what a child must not be able to do; a child of ``files.children.nursery``, for the operator's check.

Request: ``file``, one that it was not given. Answer: ``reach``, the Chinese names of what it got at.
"""

import os
import socket
from pathlib import Path


def reach(request: dict) -> dict:
    """Answer ``files.children.sandbox.reach``."""
    return {"reach": [name for name, attempt in ATTEMPTS.items() if _succeeds(attempt, request["file"])]}


def _succeeds(attempt, file: str) -> bool:
    try:
        attempt(file)
    except OSError:
        return False
    return True


def _read(file: str) -> None:
    Path(file).open("rb").close()


def _connect(_file: str) -> None:
    for family in (socket.AF_INET, socket.AF_UNIX):
        socket.socket(family, socket.SOCK_STREAM).close()


def _signal(_file: str) -> None:
    os.kill(os.getppid(), 0)


ATTEMPTS = {"其他文件": _read, "网络": _connect, "其他进程": _signal}

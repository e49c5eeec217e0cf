"""Parsers of foreign files run in a child process with limits (facts "Files and parsers").

A crash or an endless loop there is a sentence for the person, not a dead worker.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Limits:
    """What a child may use: address space in bytes, processor seconds, seconds by the clock."""

    memory: int
    cpu: int
    wall: int


class ChildFailed(Exception):
    """The child crashed, ran into a limit or answered nonsense. Its text is for the log."""


def run(module: str, request: dict, limits: Limits) -> dict:
    """Run ``python -m module`` on ``request`` within ``limits`` and return its answer.

    Raises:
        ChildFailed: there is no answer.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps({"limits": asdict(limits), "request": request}),
            capture_output=True,
            text=True,
            cwd=BASE_DIR,
            timeout=limits.wall,
        )
    except subprocess.TimeoutExpired:
        logger.warning("%s gave no answer within %s s.", module, limits.wall)
        raise ChildFailed(f"{module}: timeout") from None
    if done.returncode != 0:
        logger.warning("%s ended with %s: %s", module, done.returncode, done.stderr[-2000:])
        raise ChildFailed(f"{module}: exit code {done.returncode}")
    return json.loads(done.stdout)


def answer(handler: Callable[[dict], dict]) -> None:
    """In the child: put the limits on, then answer the request on standard input with ``handler``."""
    told = json.load(sys.stdin)
    limits = Limits(**told["limits"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    json.dump(handler(told["request"]), sys.stdout)

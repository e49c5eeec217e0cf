"""The id of the request that is being answered, for log lines, the access log and the pages of faults."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id; "" outside of a request."""
    return _current.get()


@contextmanager
def answering(given: str) -> Iterator[str]:
    """Answer one request.

    Args:
        given: the id that a proxy gave it; anything but a plain word is replaced by an id of our own.
    """
    token = _current.set(given if SANE.fullmatch(given) else secrets.token_hex(16))
    try:
        yield _current.get()
    finally:
        _current.reset(token)

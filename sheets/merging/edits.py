"""Who wrote each place last: kept with what is written, told to a person who meets the words of another. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

Stamp = tuple[int, str, str]  # who wrote it: id and name; and when, as ISO 8601
OTHER_WINDOW = "您本人（在另一个窗口）"


class Writer(Protocol):
    """Who writes; its text is the name."""

    @property
    def pk(self) -> Any:
        """Its id."""


def stamped(edits: Mapping[str, Stamp], names: Collection[str], *, actor: Writer, at: datetime) -> dict:
    """The edits, with those of ``names`` put down to ``actor``."""
    stamp = [actor.pk, str(actor), at.isoformat()]
    return {**edits, **dict.fromkeys(names, stamp)}


def writer_words(stamp: Stamp, reader_id: int) -> str:
    """Who wrote a place last, in words for a reader."""
    return OTHER_WINDOW if stamp[0] == reader_id else stamp[1]


def last_writer(edits: Mapping[str, Stamp]) -> int | None:
    """The id of who wrote anywhere last; None where nobody has."""
    return max(edits.values(), key=lambda stamp: stamp[2])[0] if edits else None

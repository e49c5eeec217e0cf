"""What the pages of a case file are made of: chapters of facts, tables and texts, as data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from face.wording import chinese_date, chinese_datetime


@dataclass(frozen=True)
class Block:
    """A heading with facts (term, value), a table (head, rows, widths of columns in mm), or a text; what is empty is left out."""

    title: str = ""
    facts: Sequence[tuple[str, object]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    text: str = ""
    small: bool = False
    widths: Sequence[int] = ()

    @property
    def columns(self) -> list[tuple[str, int]]:
        """(label, width in mm) of each column of a table; 0: what is left."""
        return list(zip(self.head, self.widths or (0,) * len(self.head), strict=True))


@dataclass(frozen=True)
class Chapter:
    """A chapter with a bookmark of its own; one without blocks says that there is nothing."""

    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)


def day(value) -> str:
    """A day, or a dash."""
    return chinese_date(value) if value else "—"


def instant(value) -> str:
    """An instant, or a dash."""
    return chinese_datetime(value) if value else "—"


def table(
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    small: bool = False,
    widths: Sequence[int] = (),
) -> list[Block]:
    """A table as the only block, or nothing without rows."""
    found = list(rows)
    return [Block(title, head=head, rows=found, small=small, widths=widths)] if found else []

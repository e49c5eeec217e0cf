"""A paper beside the forms as data: a letter in the habits of 公文 (GB/T 9704-2012), or a table with its title.

The rooms say what stands in it; ``letters_word``, ``letters_pdf`` and ``tables`` render it. Nothing here knows the
programme. Equal data give equal bytes.
"""

from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

Value = str | int | Decimal | None

SHORT = 6  # rows
LONG = 160  # characters in a cell
DAY_TO_FILL = "　　　　年　　月　　日"


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` in mm on paper, where the columns together fill the line."""

    label: str
    width: int
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """Rows under a head that is repeated on every page; ``empty`` stands across when there are none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = "（无）"
    role: ClassVar[str] = "table"

    @property
    def short(self) -> bool:
        """Whether it stands on one page with its heading; a longer one leaves no row alone on a page."""
        return len(self.rows) <= SHORT

    @property
    def long(self) -> bool:
        """Whether a cell holds so much that its row may run over a page, so that no page stays empty before it."""
        return any(len(text_of(value)) > LONG for row in self.rows for value in row)

    @property
    def texts(self) -> list[list[tuple[str, str]]]:
        """Rows as (text, alignment) of each cell."""
        return [
            [(text_of(value), column.align) for value, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]

    @property
    def shares(self) -> list[float]:
        """Width of each column as a share of the line."""
        total = sum(column.width for column in self.columns)
        return [column.width / total for column in self.columns]

    @property
    def percents(self) -> list[str]:
        """Width of each column in percent, for CSS."""
        return [f"{100 * share:.3f}" for share in self.shares]


@dataclass(frozen=True)
class Text:
    """A paragraph; ``role`` is text (indented by two characters), heading (黑体), plain (not indented) or note."""

    text: str
    role: str = "text"


@dataclass(frozen=True)
class Picture:
    """A JPEG with what it shows; in the PDF only: Word has a sentence in its place."""

    jpeg: bytes
    caption: str
    role: ClassVar[str] = "picture"

    @property
    def source(self) -> str:
        """The picture as a data URI."""
        return f"data:image/jpeg;base64,{b64encode(self.jpeg).decode()}"


Part = Text | Table | Picture


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day, for the seal; the day may be left to fill in."""

    name: str
    day: str


@dataclass(frozen=True)
class Annex:
    """What follows the signature on pages of its own."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Letter:
    """One paper.

    Attributes:
        title: may hold line breaks. mark: what it is before it is sealed, at the top left.
        reference: 发文字号. addressee: 主送机关, without the colon.
        blanks: words to be filled in by hand in one line under a table, in place of a signature.
        landscape: a table on A4 across.
    """

    title: str
    parts: tuple[Part, ...]
    mark: str = ""
    reference: str = ""
    addressee: str = ""
    signature: Signature | None = None
    blanks: tuple[str, ...] = ()
    annex: Annex | None = None
    landscape: bool = False

    @property
    def plain_title(self) -> str:
        """The title in one line, for properties of files."""
        return self.title.replace("\n", "")


def reference_to_fill(year: int) -> str:
    """发文字号 as far as the portal knows it: the issuer writes its code and the running number by hand."""
    return f"　　　　〔{year}〕　　号"


def text_of(value: Value) -> str:
    """A value of a table as it stands on paper."""
    return "" if value is None else str(value)

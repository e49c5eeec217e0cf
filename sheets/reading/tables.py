"""Rows and cells of Word's tables, whatever is wrapped around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sheets.reading.body import Marked, read_text, unwrapped
from sheets.reading.package import W


@dataclass(frozen=True)
class Cell:
    """A cell at its column; ``continued`` when it goes on with the cell above. ``nested`` are tables in it."""

    column: int
    width: int
    continued: bool
    read: Marked
    nested: tuple[etree._Element, ...]


def blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body or cell in order."""
    yield from unwrapped(parent, f"{W}p", f"{W}tbl")


def rows(table: etree._Element) -> Iterator[list[Cell]]:
    """The rows of a table that are not deleted."""
    for row in unwrapped(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield list(_cells(row))


def _cells(row: etree._Element) -> Iterator[Cell]:
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in unwrapped(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        width = _number(_property(properties, "gridSpan"), 1)
        yield Cell(
            column,
            width,
            _continues(properties, "vMerge") or _continues(properties, "hMerge"),
            read_text(_controls_around(cell) or [cell]),
            tuple(cell.iterchildren(f"{W}tbl")),
        )
        column += width


def _controls_around(cell: etree._Element) -> list[etree._Element]:
    """The content control around just this cell, if there is one: its tag then belongs to the text."""
    content = cell.getparent()
    control = content.getparent() if content.tag == f"{W}sdtContent" else None
    return [control] if control is not None and len(content) == 1 else []


def _property(properties: etree._Element | None, name: str) -> etree._Element | None:
    return properties.find(f"{W}{name}") if properties is not None else None


def _continues(properties: etree._Element | None, name: str) -> bool:
    merge = _property(properties, name)
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _number(element: etree._Element | None, otherwise: int) -> int:
    written = element.get(f"{W}val", "") if element is not None else ""
    return min(int(written), 100) if written.isdecimal() else otherwise

"""Rows and cells of Word's tables, whatever is wrapped around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sheets.reading.body import WRAPPERS, Marked, has_content, read_text, unwrapped
from sheets.reading.package import W


@dataclass(frozen=True)
class Cell:
    """A cell at its column; ``continued`` when it goes on with the cell above. ``nested`` are tables in it."""

    column: int
    width: int
    continued: bool
    read: Marked
    nested: tuple[etree._Element, ...]

    @property
    def around(self) -> Marked:
        """What stands in the cell beside the tables in it."""
        parents = {table.getparent() for table in self.nested}
        return read_text(child for cell in parents for child in cell if child.tag != f"{W}tbl")


def blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body in order, and whatever else has something to read in it."""
    for child in parent.iterchildren(etree.Element):
        if child.tag in WRAPPERS:
            yield from blocks(child)
        elif child.tag in (f"{W}p", f"{W}tbl") or has_content(child):
            yield child


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
    alone = cell.getprevious() is None and cell.getnext() is None
    control = content.getparent() if content.tag == f"{W}sdtContent" else None
    return [control] if control is not None and alone else []


def _property(properties: etree._Element | None, name: str) -> etree._Element | None:
    return properties.find(f"{W}{name}") if properties is not None else None


def _continues(properties: etree._Element | None, name: str) -> bool:
    merge = _property(properties, name)
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _number(element: etree._Element | None, otherwise: int) -> int:
    written = element.get(f"{W}val", "") if element is not None else ""
    return min(int(written), 100) if written.isdecimal() else otherwise

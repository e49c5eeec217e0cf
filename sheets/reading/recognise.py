"""Which of the forms a Word file is, of which year, and where in the file it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from sheets.definitions import Sheet
from sheets.reading.body import read_text, shows
from sheets.reading.package import W
from sheets.reading.pattern import plain, title_pattern
from sheets.reading.tables import blocks, rows

Names = list[tuple[Sheet, re.Pattern[str]]]  # each form, and how its title reads

MAX_LINES = 4  # paragraphs over which a title goes
NOT_OURS = "没有在文件中找到申报表。请上传从本平台下载的 Word 申报表，或市生态环境局通知所附的申报表。"


@dataclass(frozen=True)
class Section:
    """A stretch of the document under the title of a form; without a title the whole document.

    ``title`` are the paragraphs of the title, ``before`` what stands before the first of them.
    """

    sheet: Sheet | None
    year: int | None
    elements: tuple[etree._Element, ...]
    title: tuple[etree._Element, ...] = ()
    before: tuple[etree._Element, ...] = ()


def sections(body: etree._Element, sheets: Mapping[str, Sheet]) -> list[Section]:
    """Return the forms that stand in the document, in order."""
    elements = list(blocks(body))
    names = [(sheet, title_pattern(sheet)) for sheet in sheets.values()]
    titles = _titles(elements, names)
    if not titles:
        inside = _title_inside(elements, names)
        return [Section(*inside, tuple(elements))]
    ends = [start for start, *_ in titles[1:]] + [len(elements)]
    parts = [
        Section(sheet, year, tuple(elements[after:end]), tuple(elements[start:after]))
        for (start, after, sheet, year), end in zip(titles, ends, strict=True)
    ]
    return [replace(parts[0], before=tuple(elements[: titles[0][0]])), *parts[1:]]


def _titles(elements: list[etree._Element], names: Names) -> list[tuple[int, int, Sheet, int | None]]:
    """(first paragraph, what comes after the last, form, year) for each title, also over several paragraphs."""
    lines = [_line(element) for element in elements]
    titles, position = [], 0
    while position < len(lines):
        title = _title_at(lines, position, names)
        if title:
            titles.append((position, *title))
        position = title[0] if title else position + 1
    return titles


def _title_at(lines: list[str | None], position: int, names: Names) -> tuple[int, Sheet, int | None] | None:
    """(what comes after, form, year) of the title that begins with this line."""
    text = ""
    for after, line in enumerate(lines[position : position + MAX_LINES], position + 1):
        if line is None:
            return None
        text += line
        if named := _named(text, names):
            return after, *named
    return None


def _line(element: etree._Element) -> str | None:
    """A paragraph as wording is compared; None for what is no paragraph."""
    if element.tag != f"{W}p":
        return None
    return plain(read_text([element]).text) if shows(element) else ""


def _named(text: str, names: Names) -> tuple[Sheet, int | None] | None:
    for sheet, name in names if text else ():
        if match := name.fullmatch(text):
            return sheet, int(match[1]) if match[1] else None
    return None


def _title_inside(elements: list[etree._Element], names: Names) -> tuple[Sheet | None, int | None]:
    """The title in a cell of a table."""
    for table in elements:
        for cells in rows(table) if table.tag == f"{W}tbl" else ():
            for cell in cells:
                if named := _named(plain(cell.read.text), names):
                    return named
    return None, None

"""Which of the forms a Word file is, of which year, and where in the file it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from sheets.definitions import Sheet
from sheets.reading.body import read_text
from sheets.reading.package import W
from sheets.reading.pattern import plain, title_pattern
from sheets.reading.tables import blocks, rows

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
    titles = _titles(elements, sheets)
    if not titles:
        inside = _title_inside(elements, sheets)
        return [Section(*inside, tuple(elements))]
    ends = [start for start, *_ in titles[1:]] + [len(elements)]
    parts = [
        Section(sheet, year, tuple(elements[after:end]), tuple(elements[start:after]))
        for (start, after, sheet, year), end in zip(titles, ends, strict=True)
    ]
    return [replace(parts[0], before=tuple(elements[: titles[0][0]])), *parts[1:]]


def _titles(
    elements: list[etree._Element], sheets: Mapping[str, Sheet]
) -> list[tuple[int, int, Sheet, int | None]]:
    """(first paragraph, what comes after the last, form, year) for each title, also over several paragraphs."""
    found, position = [], 0
    while position < len(elements):
        text, after = "", position
        while after < len(elements) and after < position + 4 and elements[after].tag == f"{W}p":
            text += plain(read_text([elements[after]]).text)
            after += 1
            named = _named(text, sheets)
            if named and text:
                found.append((position, after, *named))
                position = after - 1
                break
        position += 1
    return found


def _named(text: str, sheets: Mapping[str, Sheet]) -> tuple[Sheet, int | None] | None:
    for sheet in sheets.values():
        if match := title_pattern(sheet).fullmatch(text):
            return sheet, int(match[1]) if match[1] else None
    return None


def _title_inside(
    elements: list[etree._Element], sheets: Mapping[str, Sheet]
) -> tuple[Sheet | None, int | None]:
    """The title in a cell of a table."""
    for table in elements:
        for cells in rows(table) if table.tag == f"{W}tbl" else ():
            for cell in cells:
                if named := _named(plain(cell.read.text), sheets):
                    return named
    return None, None

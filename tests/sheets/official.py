"""The city's own annex as a Word file without tags, as an office types it: other widths, line breaks and spaces.

The wording is that of the notice's own text, half-width signs and breaks inside labels included.
"""

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.table import Table

from sheets.definitions import Field
from tests.sheets.notice import Printed, notice, plain
from tests.sheets.strategies import SHEETS

NOTICE_YEAR, YEAR = 2024, 2026
SIGNED = {"签字: 申报": "签字: 张三 申报", "年 月 日": f"{YEAR} 年 5 月 1 日"}
COLUMNS = 6


def official(
    form: str, typed: dict[str, str], blocks: list[dict[str, str]] | None = None, signed: bool = False
) -> Document:
    """The annex with texts typed into its cells, by key of the field; of technologies one block of rows each.

    Cells in which nothing is typed keep what the notice prints there; ``signed`` types name and day into the
    commitment.
    """
    printed = notice(NOTICE_YEAR)[form]
    document = docx.Document()
    document.add_paragraph("附表")
    document.add_paragraph(printed.title.text.replace(str(NOTICE_YEAR), str(YEAR)))
    table = document.add_table(0, COLUMNS)
    rows = [list(_row(form, row, signed)) for row in printed.rows]
    repeated = [row for row in rows if row[0] == "技术概述"]
    for row in rows:
        if row in repeated:
            if row is repeated[0]:
                for block in blocks or [{}]:
                    for each in repeated:
                        _add(table, each, block)
        else:
            _add(table, row, typed)
    if printed.footnote:
        document.add_paragraph(printed.footnote.text)
    return document


def _row(form: str, printed: tuple[Printed, ...], signed: bool) -> Iterator[str | tuple[str, str]]:
    """The cells of a row: what is printed, and of a place for an answer its key and what is printed there.

    The label of a group stands in each of its rows.
    """
    fields = _fields(form)
    cells = list(printed)
    first = fields.get(plain(cells[0].text))
    if first and first.group:
        yield _broken(next(text for text in _groups(form) if plain(text) == plain(first.group)))
    while cells:
        cell = cells.pop(0)
        field = fields.get(plain(cell.text))
        if field is None:
            yield cell.text if cell.text.startswith("第") else _broken(cell.text)
            continue
        yield _broken(cell.text)
        taken = cells and plain(cells[0].text) not in fields
        value = cells.pop(0).text if taken else ""
        if field.kind == "declaration" and signed:
            for blank, written in SIGNED.items():
                value = value.replace(blank, written)
        yield field.key, value.replace(f"{NOTICE_YEAR - 1} 年度", f"{YEAR - 1} 年度")


def _fields(form: str) -> dict[str, Field]:
    return {
        plain(field.label): field
        for part in SHEETS[form].parts
        for field in part.fields
        if field.kind != "signature"
    }


def _groups(form: str) -> list[str]:
    """The labels of groups as printed, with their breaks."""
    names = {plain(field.group) for part in SHEETS[form].parts for field in part.fields if field.group}
    return [row[0].text for row in notice(NOTICE_YEAR)[form].rows if plain(row[0].text) in names]


def _broken(label: str) -> str:
    return label.replace(" ", "\n")


def _add(table: Table, texts: list[str | tuple[str, str]], typed: dict[str, str]) -> None:
    """Add a row; its last cell reaches to the right edge, a group cell goes on with the one above."""
    cells = table.add_row().cells
    for column, text in enumerate(texts):
        cell = cells[column]
        if column == len(texts) - 1 and column < COLUMNS - 1:
            cell = cell.merge(cells[COLUMNS - 1])
        cell.text = text if isinstance(text, str) else typed.get(*text)
    above = table.rows[-2].cells[0] if len(table.rows) > 1 else None
    if above is not None and len(texts) > 2 and above.text == texts[0]:
        cells[0].text = ""
        above.merge(cells[0])


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()

"""The four forms beside the notice's own text, cell by cell and both ways: what differs, as ``docs/forms.md`` shows it.

    python -m tests.sheets.beside_notice

writes that page anew. ``tests/sheets/test_beside_notice.py`` compares it, and wants no differences.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from sheets.grid import Cell, Grid, grid
from sheets.loading import definition, years
from tests.sheets.notice import GARBLED, NoticeForm, notice, plain
from tests.sheets.notice_text import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "forms.md"
HEAD = """# The official forms beside the notice

Written by `python -m tests.sheets.beside_notice`; `tests/sheets/test_beside_notice.py` holds it. The notice's own text, taken out
of it line by line by `tests/sheets/notice_text.py`, is compared with the blank form of the portal, from which page, Word and PDF
are drawn: titles, and every row with all its cells (labels, options, hints, limits, commitments, signatures), both ways.
White space, full and half width count as the same. `tests/sheets/test_annexes.py` holds the definition field by field, the Word
and the PDF. `python tests/sheets/notice_text.py --check NOTICE.txt YEAR` takes the fixture out of the notice again and compares.
"""


@dataclass(frozen=True)
class Beside:
    """One form: what was compared, what the notice has beyond the portal (line, text), and the reverse."""

    form: str
    counts: dict[str, int]
    lines: tuple[int, int]
    lacking: list[tuple[int, str]]
    added: list[str]


def compare(year: int, form: str) -> Beside:
    """Compare title, every cell in its row, and the line below the table."""
    sheet, printed = definition(year).sheets[form], notice(year)[form]
    ours = Counter(_ours(grid(sheet, {}, year)))
    theirs = dict(_theirs(printed))
    spare = Counter(theirs.values())
    lacking = [(line, text) for (line, _), text in theirs.items() if text not in ours]
    cells = [cell for row in printed.rows for cell in row]
    counts = {
        "titles": 1 + len(printed.named),
        "rows": len(printed.rows),
        "cells": len(cells),
        "options": sum(len(cell.options) for cell in cells),
        "limits": sum(cell.limit is not None for cell in cells),
    }
    lines = printed.title.line, (printed.footnote or cells[-1]).line
    return Beside(form, counts, lines, lacking, list((ours - spare).elements()))


def _theirs(printed: NoticeForm):
    """((line, place), text) of what the notice prints; the rows as a whole hold the cells together."""
    yield (printed.title.line, 0), plain(printed.title.text)
    for row in printed.rows:
        yield (row[0].line, 0), " | ".join(plain(cell.text) for cell in row)
    if printed.footnote:
        yield (printed.footnote.line, 0), plain(printed.footnote.text)


def _ours(made: Grid):
    yield plain(made.title)
    for row in made.rows:
        yield " | ".join(text for cell in row.cells if (text := _text(cell)))
    if made.footnote:
        yield plain(made.footnote)


def _text(cell: Cell) -> str:
    return plain("".join(run.text for line in cell.lines for run in line.runs))


def report() -> str:
    """The page."""
    parts = [HEAD]
    for year in years():
        parts.append(f"## {year}\n\n{_table(year)}\n\n{_differences(year)}\n\n{_exceptions(year)}\n")
    return "\n".join(parts)


def _table(year: int) -> str:
    seed = yaml.safe_load((FOLDER / f"{year}.yaml").read_text("utf-8"))["notice_sha256"]
    head = "| form | lines of the notice | titles | rows | cells | options | limits of 字 | differences |\n"
    rows = []
    for form in definition(year).sheets:
        beside = compare(year, form)
        numbers = " | ".join(str(number) for number in beside.counts.values())
        title = definition(year).sheets[form].title_for(year)
        differences = len(beside.lacking) + len(beside.added)
        rows.append(
            f"| {title} | {beside.lines[0]}–{beside.lines[1]} | {numbers} | {differences or 'none'} |"
        )
    return f"SHA-256 of the text of the notice: `{seed}`\n\n{head}{'|---' * 8}|\n" + "\n".join(rows)


def _differences(year: int) -> str:
    told = []
    for form in definition(year).sheets:
        beside = compare(year, form)
        told += [f"- {form}, line {line}, only in the notice: {text}" for line, text in beside.lacking]
        told += [f"- {form}, only in the portal: {text}" for text in beside.added]
    return "Differences: none but the exceptions below." if not told else "Differences:\n\n" + "\n".join(told)


def _exceptions(year: int) -> str:
    rows = [
        f"| {wrong.line} | {wrong.printed} | {wrong.meant} | {wrong.why} |"
        for wrong in GARBLED
        if wrong.year == year
    ]
    return (
        "What the scan garbles:\n\n| line | the scan has | read as | why |\n|---|---|---|---|\n"
        + "\n".join(rows)
    )


if __name__ == "__main__":
    PAGE.write_text(report(), "utf-8")
    print(PAGE)

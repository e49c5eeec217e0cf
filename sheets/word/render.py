"""The paper as Word: a real table with merged cells; each answer in a content control with its key path,
so that ``sheets.reading.read`` finds it again (MAT-W: 申报表需为 word 版).
"""

from collections.abc import Iterator
from itertools import count

from sheets.grid import Cell, Grid, Line, Row, Run
from sheets.kinds.texts import ROOM
from sheets.stamp import Stamp
from sheets.word.package import PICTURE, word_file
from sheets.word.wordml import (
    HEITI,
    XIAOBIAOSONG,
    cell,
    control,
    page_field,
    paragraph,
    picture_at_right,
    run,
    table,
    table_row,
)

BLANK = ROOM * 12  # room to click into where an answer is blank
TITLE_POINTS, HEADING_POINTS, HINT_POINTS, FOOTER_POINTS = 18, 11, 8.5, 7.5
GREY = "444444"
SIGNATURE_GAP = 12  # points added to a space where the day is written by hand
SIGNATURE_ABOVE, SIGNATURE_RIGHT = 14, 18  # mm
CODE_WIDTH = 14  # mm


def render_word(grid: Grid, stamp: Stamp | None = None) -> bytes:
    """Return a form as a Word file (A4); equal input gives equal bytes."""
    body = f"{_title(grid)}{table(grid.columns, _rows(grid))}{_footnote(grid)}"
    picture = stamp.qr_png if stamp else None
    return word_file(body, title=grid.title, footer=_footer(stamp), picture=picture)


def _title(grid: Grid) -> str:
    words = run("\n".join(grid.title_lines), TITLE_POINTS, XIAOBIAOSONG)
    return paragraph(words, "center", after=4.2, keep_next=True, keep_lines=True)


def _footnote(grid: Grid) -> str:
    if grid.footnote:
        return paragraph(run(grid.footnote), before=2)
    # Word wants a paragraph after a table; this one must not start a page of its own.
    return paragraph(run("", 1), line_points=1)


def _rows(grid: Grid) -> Iterator[str]:
    numbers = count(1001)
    left = 0  # rows into which the cell of the first column still reaches down
    for row in grid.rows:
        cells, column = [], 0
        if left:
            cells.append(cell(grid.columns[0], "<w:p/>", merge="continue"))
            left, column = left - 1, 1
        for part in row.cells:
            if part.rowspan > 1:
                left = part.rowspan - 1
            width = sum(grid.columns[column : column + part.colspan])
            cells.append(_cell(part, width, row, numbers))
            column += part.colspan
        yield table_row(cells, height=row.height, keep=row.keep)


def _cell(part: Cell, width: float, row: Row, numbers: Iterator[int]) -> str:
    paragraphs = [_line(line, row, part, place, numbers) for place, line in enumerate(part.lines)]
    return cell(
        width,
        "".join(paragraphs),
        span=part.colspan,
        merge="restart" if part.rowspan > 1 else "",
        align="top" if part.top else "center",
    )


def _line(line: Line, row: Row, part: Cell, place: int, numbers: Iterator[int]) -> str:
    # What is signed stays with the signature, a hint or the name of an item with the answer below. Only the
    # first paragraph of a row decides whether the row stays with the next, so values may hold their own.
    below = part.lines[place + 1 :]
    signed = any(other.role == "signature" for other in below)
    held = row.keep_next or (part.role == "value" and (signed or not line.sole_answer) and bool(below))
    if line.role == "signature":
        first = all(other.role != "signature" for other in part.lines[:place])
        return paragraph(
            _signature(line.runs[0].text),
            line.align,
            before=SIGNATURE_ABOVE if first else 1,
            indent_right=SIGNATURE_RIGHT,
            keep_next=held,
            keep_lines=True,
        )
    answer = line.sole_answer
    if answer and (answer.kind == "longtext" or "\n" in answer.text):
        return _paragraphs(answer, held, numbers)
    runs = "".join(_run(part, row, numbers) for part in line.runs)
    hint = line.runs[0].role == "hint"
    align = "both" if hint else line.align
    together = row.keep or hint or part.role != "value"
    return paragraph(runs, align, keep_next=held, keep_lines=together)


def _paragraphs(answer: Run, held: bool, numbers: Iterator[int]) -> str:
    """An answer of several paragraphs has a control in each, all with its key path: the text of one around
    paragraphs is written several times when LibreOffice 7.4 saves the file.
    """
    texts = (answer.text or BLANK).split("\n")
    align = "both" if answer.kind == "longtext" else "left"
    written = [
        paragraph(
            _control(answer, text, numbers) if text else "", align, keep_next=held and place == len(texts)
        )
        for place, text in enumerate(texts, start=1)
    ]
    return "".join(written)


def _control(answer: Run, text: str, numbers: Iterator[int]) -> str:
    return control(answer.path, next(numbers), run(text), title=answer.label)


def _signature(text: str) -> str:
    # Wide gaps for writing the day by hand, while the wording stays as it is.
    return run(" ", spacing=SIGNATURE_GAP).join(run(word) for word in text.split(" "))


def _run(part: Run, row: Row, numbers: Iterator[int]) -> str:
    if part.role == "hint":
        return run(part.text, HINT_POINTS, color=GREY)
    if part.role == "answer":
        return _control(part, part.text or BLANK, numbers)
    return run(part.text, HEADING_POINTS, HEITI, bold=True) if row.is_heading else run(part.text)


def _footer(stamp: Stamp | None) -> str:
    def words(text: str) -> str:
        return run(text, FOOTER_POINTS)

    pages = (
        f"{words('第 ')}{page_field('PAGE', FOOTER_POINTS)}{words(' 页 共 ')}"
        f"{page_field('NUMPAGES', FOOTER_POINTS)}{words(' 页')}"
    )
    count_line = paragraph(pages, "center")
    if not stamp:
        return count_line
    code = picture_at_right(PICTURE, CODE_WIDTH, f"识别码 {stamp.code}")
    return paragraph(words(" · ".join(stamp.words)) + code, "center") + count_line

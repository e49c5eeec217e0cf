"""The paper layout of a form, the only one: rows of cells, from which screen, PDF and Word are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sheets.answers import Slot, blocks, load_field
from sheets.definitions import Field, Part, Sheet, fill_year
from sheets.kinds import Raw, kind_of
from sheets.kinds.characters import rare_on_paper

DATE_LINE = "年 月 日"
BREAKABLE_CHARACTERS = 300  # a row with a longer text may break across pages
TITLE_CHARACTERS = 26
WITH_GROUPS = (14.4, 28.0, 37.0, 41.0, 45.6)  # widths in mm: group, label, value, second label, second value
WITHOUT_GROUPS = (45.0, 35.0, 32.0, 54.0)
GROUP_CHARACTERS, GROUP_LINE = 2, 6.0  # 字 on a line of the label of a group, height of the line in mm


@dataclass(frozen=True)
class Run:
    """A stretch of text: ``text`` and ``hint`` are official wording, ``answer`` stands at a key path and
    has the label of its place.
    """

    text: str
    role: str = "text"
    path: str = ""
    kind: str = ""
    label: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph; ``role`` is '' or 'signature'. An answer alone on its line may have several paragraphs."""

    runs: tuple[Run, ...]
    align: str = "left"
    role: str = ""

    @property
    def sole_answer(self) -> Run | None:
        """The answer that has the line to itself."""
        return self.runs[0] if len(self.runs) == 1 and self.runs[0].role == "answer" else None


@dataclass(frozen=True)
class Cell:
    """A cell; ``role`` is heading, label or value; ``top`` sets its text at the top, not in the middle: a long
    text, and a label beside one that may go on over the page.
    """

    role: str
    lines: tuple[Line, ...]
    colspan: int = 1
    rowspan: int = 1
    top: bool = False

    @property
    def blocks(self) -> list[list[Line]]:
        """The lines, put together where they have the same role (a signature block)."""
        return [list(lines) for _, lines in groupby(self.lines, key=lambda line: line.role)]


@dataclass(frozen=True)
class Row:
    """A row; ``height`` is the least height in mm, ``keep`` forbids a page break inside it, ``keep_next``
    one behind it.
    """

    cells: tuple[Cell, ...]
    height: float = 9.0
    keep: bool = True
    keep_next: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the row is the heading of a part."""
        return self.cells[0].role == "heading"


@dataclass(frozen=True)
class Grid:
    """One form on paper; ``columns`` are widths in mm."""

    title: str
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    footnote: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title, in two lines before its bracket when it is too long for one."""
        head, bracket, tail = self.title.partition("（")
        if len(self.title) <= TITLE_CHARACTERS or not bracket:
            return (self.title,)
        return (head, bracket + tail)


@dataclass(frozen=True)
class _Layout:
    """What the rows of one form share."""

    year: int
    grouped: bool
    signed: Mapping[str, date]

    @property
    def columns(self) -> tuple[float, ...]:
        return WITH_GROUPS if self.grouped else WITHOUT_GROUPS


def grid(sheet: Sheet, answers: dict, year: int, signed: Mapping[str, date] | None = None) -> Grid:
    """Lay out a form with its answers for the cycle of ``year``.

    ``signed`` maps 'applicant' or 'recommender' to the day that is printed in their signature block;
    without it the day is left for writing by hand.
    """
    grouped = any(field.group for part in sheet.parts for field in part.fields)
    layout = _Layout(year, grouped, signed or {})
    rows = tuple(row for part in sheet.parts for row in _part_rows(layout, part, answers))
    return Grid(sheet.title_for(year), layout.columns, rows, fill_year(sheet.footnote, year))


def _part_rows(layout: _Layout, part: Part, answers: dict) -> Iterator[Row]:
    heading = Line((Run(fill_year(part.name, layout.year)),), "center")
    yield Row((Cell("heading", (heading,), colspan=len(layout.columns)),), height=10.0, keep_next=True)
    repeated = blocks(answers, part)
    for index, block in enumerate(repeated):
        number = str(index + 1) if len(repeated) > 1 else ""
        rows = list(_block_rows(layout, part, block, index if part.repeatable else None, number))
        if part.by == "recommender":  # who recommends stays with the opinion
            rows[:-1] = [replace(row, keep_next=True) for row in rows[:-1]]
        yield from rows


def _block_rows(layout: _Layout, part: Part, block: dict, index: int | None, number: str) -> Iterator[Row]:
    for group, grouped_fields in groupby(part.fields, key=lambda field: field.group):
        rows = [_row(layout, part, fields, block, index) for fields in _paper_rows(tuple(grouped_fields))]
        yield from _grouped(rows, fill_year(group, layout.year), number) if group else rows


def _grouped(rows: list[Row], group: str, number: str) -> Iterator[Row]:
    """Put the label of a group before its rows; its lines stay together, on the page of the first row."""
    label = Cell(
        "label",
        tuple(_line(text, "center") for text in (group, number) if text),
        rowspan=len(rows),
        top=not all(row.keep for row in rows),
    )
    lines = -(-len(group) // GROUP_CHARACTERS) + bool(number)
    first = replace(rows[0], cells=(label, *rows[0].cells), height=max(rows[0].height, GROUP_LINE * lines))
    yield replace(first, keep_next=len(rows) > 1 and first.keep)
    yield from rows[1:]


def _paper_rows(fields: tuple[Field, ...]) -> Iterator[tuple[Field, ...]]:
    """Put together what stands on one row: two labels that share ``row``, a field and its signature."""
    row: list[Field] = []
    for field in fields:
        shared = row and field.row is not None and field.row == row[-1].row
        if row and not shared and field.kind != "signature":
            yield tuple(row)
            row = []
        row.append(field)
    if row:
        yield tuple(row)


def _row(layout: _Layout, part: Part, fields: tuple[Field, ...], block: dict, index: int | None) -> Row:
    cells: list[Cell] = []
    labelled = [field for field in fields if field.kind != "signature"]
    signatures = [field for field in fields if field.kind == "signature"]
    values = [list(_value_lines(layout, part, field, block, index)) for field in labelled]
    longest = max(sum(len(run.text) for line in lines for run in line.runs) for lines in values)
    keep = longest <= BREAKABLE_CHARACTERS
    for position, (field, lines) in enumerate(zip(labelled, values, strict=True)):
        for signature in signatures:
            lines += _signature_lines(layout, part, signature)
        wide = 2 if layout.grouped and not field.group and position == 0 else 1
        label = _line(fill_year(field.label, layout.year), "center")
        cells.append(Cell("label", (label,), colspan=wide, top=not keep))
        span = len(layout.columns) - (2 if layout.grouped else 1) if len(labelled) == 1 else 1
        top = field.kind == "longtext" and (not signatures or not keep)
        cells.append(Cell("value", tuple(lines), colspan=span, top=top))
    return Row(tuple(cells), _least_height(labelled), keep)


def _least_height(fields: list[Field]) -> float:
    if any(field.kind == "declaration" or field.key == "recommender_opinion" for field in fields):
        return 42.0
    if any(field.kind == "longtext" for field in fields):
        return 26.0
    return 9.0


def _line(text: str, align: str = "left", role: str = "text") -> Line:
    return Line((Run(text, role),), align)


def _value_lines(layout: _Layout, part: Part, field: Field, block: dict, index: int | None) -> Iterator[Line]:
    if field.kind == "declaration":
        yield _line(fill_year(field.text, layout.year))
        return
    if field.lead:
        yield _line(field.lead)
    data = block.get(field.key)
    for number, leaf in enumerate(field.leaves, start=1):
        inner = data if not field.items else data.get(leaf.key) if isinstance(data, dict) else None
        slot = Slot(part, field if field.items else None, leaf, index)
        yield from _leaf_lines(layout, slot, load_field(leaf, inner), number)


def _leaf_lines(layout: _Layout, slot: Slot, value: Any, number: int) -> Iterator[Line]:
    field = slot.leaf
    answer = Run(_paper_text(field, value), "answer", slot.path, field.kind, slot.label)
    hints = [Run(text, "hint") for text in _hints(field, layout.year)]
    if field.kind == "longtext":
        if slot.parent:
            yield Line((Run(f"{number} {field.label}"), *hints))
        else:
            yield from (Line((hint,)) for hint in hints)
        yield Line((answer,))
    elif slot.parent or field.unit or field.kind == "month_range":
        label = [Run(f"{field.label}：")] if slot.parent else []
        unit = [Run(f" {field.unit}")] if field.unit else []
        yield Line((*label, answer, *unit, *hints))
    else:
        yield Line((answer,))
        yield from (Line((hint,)) for hint in hints)
        if value is None and field.sample:
            yield _line(fill_year(field.sample, layout.year), role="hint")
    if value is not None and (lacking := rare_on_paper(answer.text)):
        yield _line(lacking, role="hint")


def _paper_text(field: Field, value: Any) -> str:
    return value.text if isinstance(value, Raw) else kind_of(field).text(field, value)


def _hints(field: Field, year: int) -> list[str]:
    hint = fill_year(field.hint, year)
    if not hint:
        return []
    if field.aspects:
        aspects = [f"{number}. {fill_year(text, year)}" for number, text in enumerate(field.aspects, start=1)]
        return [f"（{hint}：", *(f"{aspect}；" for aspect in aspects[:-1]), f"{aspects[-1]}。）"]
    # The notice prints hints that end in a bracket without brackets around them.
    return [hint if hint.endswith("）") else f"（{hint}）"]


def _signature_lines(layout: _Layout, part: Part, field: Field) -> list[Line]:
    day = layout.signed.get(part.by)
    written = f"{day.year} 年 {day.month} 月 {day.day} 日" if day else DATE_LINE
    texts = (written if text == DATE_LINE else text for text in field.lines)
    return [Line((Run(text),), "right", "signature") for text in texts]

"""The rows of a table as the XML of a worksheet, written as text: a tenth of the time that a cell object each takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheets.letters.letter import Value
from sheets.word.wordml import clean

ACTS_AS_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
TEXT, ACTING, POINTS, NUMBER = "text", "acting", "points", "number"
FORMATS = {TEXT: "@", ACTING: "@", POINTS: "0.00", NUMBER: "General"}
RETURN = {"\r": "&#13;"}


@dataclass(frozen=True)
class Body:
    """Rows that take the place after the head of a worksheet: number of the first and of the last, and their XML."""

    first: int
    last: int
    xml: str


def body(
    sheet: Worksheet, first: int, rows: Sequence[Sequence[Value]], aligned: Sequence[str], look: dict
) -> Body:
    """The rows from row ``first`` on; ``look``: font and border of every cell."""
    columns = [
        (get_column_letter(number), _styles(sheet, align, look))
        for number, align in enumerate(aligned, start=1)
    ]
    lines = (_row(number, values, columns) for number, values in enumerate(rows, start=first))
    return Body(first, first + len(rows) - 1, "".join(lines))


def _styles(sheet: Worksheet, align: str, look: dict) -> dict[str, int]:
    """Kind of value → number of its style in the workbook."""
    found = {}
    for kind, form in FORMATS.items():
        pattern = Cell(sheet, row=1, column=1)
        pattern.font, pattern.border = look["font"], look["border"]
        pattern.alignment = Alignment(align, "center", wrap_text=True)
        pattern.number_format = form
        pattern.quotePrefix = kind == ACTING
        found[kind] = pattern.style_id
    return found


def _row(number: int, values: Sequence[Value], columns: list) -> str:
    return f'<row r="{number}">{"".join(_cells(number, values, columns))}</row>'


def _cells(number: int, values: Sequence[Value], columns: list) -> Iterator[str]:
    for value, (letter, styles) in zip(values, columns, strict=True):
        kind = _kind(value)
        start = f'<c r="{letter}{number}" s="{styles[kind]}"'
        if value is None or value == "":
            yield f"{start}/>"
        elif isinstance(value, str):
            text = escape(clean(value), RETURN)
            yield f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        else:
            yield f"{start}><v>{value:f}</v></c>" if kind == POINTS else f"{start}><v>{value}</v></c>"


def _kind(value: Value) -> str:
    if isinstance(value, str):
        return ACTING if value.startswith(ACTS_AS_FORMULA) else TEXT
    return POINTS if isinstance(value, Decimal) else NUMBER


def put_in(worksheet: str, rows: Body) -> str:
    """The XML of a worksheet with the rows at their place."""
    if not rows.xml:
        return worksheet
    at = worksheet.find(f'<row r="{rows.last + 1}"')
    at = at if at >= 0 else worksheet.index("</sheetData>")
    start, _, rest = worksheet.partition("<dimension")
    shorter = start + rest.partition("/>")[2]  # what the sheet spans is optional, and is not what it was
    at -= len(worksheet) - len(shorter)
    return shorter[:at] + rows.xml + shorter[at:]

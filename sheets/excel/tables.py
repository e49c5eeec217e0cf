"""Tables as Excel: text is text and never a formula, numbers are numbers; equal data give equal bytes."""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from sheets.excel.rows import ACTS_AS_FORMULA, Body, body, put_in
from sheets.letters.letter import Table, Value
from sheets.word.wordml import clean

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIXED = datetime(2024, 1, 1)  # in place of the time of making
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
MM_OF_CHARACTER = 2.0  # width of a column is counted in characters
LINE_POINTS = 18
EDGE = Border(**{side: Side(style="thin") for side in ("left", "right", "top", "bottom")})
HEAD, TEXT = Font(name="黑体", size=11), Font(name="宋体", size=10.5)
LEVEL = 3  # of the compression: a third of the time of the usual 6, a tenth more bytes


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: title, lines of explanation, the table, lines below it."""

    name: str
    title: str
    table: Table
    lines: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


def render_excel(pages: Sequence[Page]) -> bytes:
    """Return a workbook with a sheet for each page, ready to print on A4 across."""
    book = Workbook()
    book.remove(book.active)
    bodies = [_draw(book.create_sheet(_free_name(page.name, book.sheetnames)), page) for page in pages]
    book.properties.creator = ""
    book.properties.title = pages[0].title
    return _fixed(book, bodies)


def _free_name(name: str, taken: list[str]) -> str:
    """A name that Excel takes: 31 characters at most, none of its signs, each once."""
    plain = re.sub(r"[\[\]:*?/\\']", "、", name)[:28] or "表"
    return next(each for n in range(len(taken) + 1) if (each := plain + f"{n + 1}" * bool(n)) not in taken)


class _Drawing:
    """A sheet that is filled from the top, row by row."""

    def __init__(self, sheet: Worksheet, table: Table):
        self.sheet, self.row, self.columns = sheet, 0, len(table.columns)
        self.characters = sum(column.width for column in table.columns) / MM_OF_CHARACTER
        for position, column in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width / MM_OF_CHARACTER

    def across(self, text: str, font: Font, align: str = "left", line: float = LINE_POINTS) -> None:
        """Write a line over all columns, as high as its text needs."""
        self.row += 1
        cell = _put(self.sheet.cell(self.row, 1), text)
        cell.font, cell.alignment = font, Alignment(align, "center", wrap_text=True)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns)
        needed = sum(math.ceil(max(2 * len(each), 1) / self.characters) for each in text.split("\n"))
        self.sheet.row_dimensions[self.row].height = line * needed

    def head(self, labels: Sequence[str]) -> None:
        """Write the head of the table."""
        self.row += 1
        for position, label in enumerate(labels, start=1):
            cell = _put(self.sheet.cell(self.row, position), label)
            cell.font, cell.border = HEAD, EDGE
            cell.alignment = Alignment("center", "center", wrap_text=True)

    def rows(self, rows: Sequence[Sequence[Value]], aligned: Sequence[str]) -> Body:
        """Leave room for the rows of the table and return them."""
        made = body(self.sheet, self.row + 1, rows, aligned, {"font": TEXT, "border": EDGE})
        self.row += len(rows)
        return made


def _draw(sheet: Worksheet, page: Page) -> Body:
    """Draw a sheet but for the rows of its table, which are returned."""
    drawing, table = _Drawing(sheet, page.table), page.table
    drawing.across(page.title, Font(name="黑体", size=16), "center", 30)
    for line in page.lines:
        drawing.across(line, TEXT)
    drawing.head([column.label for column in table.columns])
    head = drawing.row
    rows = drawing.rows(table.rows, [column.align for column in table.columns])
    if not table.rows:
        drawing.across(table.empty, TEXT, "center")
    for line in page.foot:
        drawing.across(line, TEXT, line=1.5 * LINE_POINTS)
    _set_printing(sheet, head)
    return rows


def _put(cell: Cell, value: str) -> Cell:
    """Write a text; it is kept as text also when somebody opens the cell and leaves it again."""
    cell.value = clean(value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = value.startswith(ACTS_AS_FORMULA)
    return cell


def _set_printing(sheet: Worksheet, head: int) -> None:
    """A4 across, as wide as the page, the head on every page and always in sight."""
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "— &P —"


def _fixed(book: Workbook, bodies: Sequence[Body]) -> bytes:
    """The workbook with the rows of its tables, without the time of its making."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = FIXED
    made = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(bodies, start=1)}
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", compresslevel=LEVEL) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = tostring(book.properties.to_tree())
            elif name in made:
                content = put_in(content.decode(), made[name]).encode()
            target.writestr(zipfile.ZipInfo(name, OLDEST), content, zipfile.ZIP_DEFLATED, LEVEL)
    return fixed.getvalue()

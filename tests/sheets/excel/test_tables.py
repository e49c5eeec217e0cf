"""Tables as Excel: what people typed is never a formula, equal tables give equal bytes."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from sheets.excel.tables import Page, render_excel
from sheets.letters.letter import Column, Table

COLUMNS = (Column("名称", 60), Column("得分", 20, "right"))


def book_of(*rows, name="名单", **extra):
    return load_workbook(io.BytesIO(render_excel([Page(name, "示例表", Table(COLUMNS, rows), **extra)])))


@pytest.mark.parametrize("typed", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=1"])
def test_what_people_typed_is_text(typed):
    sheet = book_of((typed, 1))["名单"]
    cell = sheet["A3"]
    assert (cell.value, cell.data_type, cell.number_format) == (typed, "s", "@")
    assert cell.quotePrefix == typed.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_titles_and_lines_are_text_too():
    sheet = book_of(("甲", 1), lines=("=HYPERLINK(1)",), foot=("=2",))["名单"]
    assert {sheet[at].data_type for at in ("A1", "A2", "A5")} == {"s"}


def test_numbers_are_numbers_and_what_excel_refuses_is_left_out():
    sheet = book_of(("甲\x07\ud800\ufffe乙", Decimal("88.50")), ("丙", None))["名单"]
    assert (sheet["A3"].value, sheet["B3"].value, sheet["B3"].number_format) == ("甲乙", 88.5, "0.00")
    assert sheet["B4"].value is None


def test_equal_tables_give_equal_bytes():
    pages = [Page("名单", "示例表", Table(COLUMNS, (("甲", 1),)))]
    assert render_excel(pages) == render_excel(list(pages))


def test_sheets_have_names_that_excel_takes():
    pages = [Page("街道/乡镇[1]:" * 5, "示例表", Table(COLUMNS, ())) for _ in range(3)]
    names = load_workbook(io.BytesIO(render_excel(pages))).sheetnames
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_an_empty_table_says_so():
    assert book_of()["名单"]["A3"].value == "（无）"


def test_the_head_stays_in_sight_and_is_printed_on_every_page():
    sheet = book_of(*[("甲", n) for n in range(40)], lines=("说明",))["名单"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.max_row) == ("A4", "$3:$3", 43)

"""A factor that changed: told with its differences by row and in total; nothing of the sheet changes."""

from datetime import date
from decimal import Decimal

from applications.carbon.changed_factors import changed, hints_on
from applications.carbon.figures import figures_shown
from applications.carbon.plausibility import subject_of
from applications.carbon.reduction import read, stored
from programme.factors.kept import kept
from programme.factors.register import factor
from programme.notice import Sheet
from sheets.loading import definition
from tests import factories

MAY = date(2026, 5, 20)
LINE = {"measure": "光伏", "activity": "外购电", "unit": "MWh", "baseline": "1000", "project": "400"}


def row(key: str, **entries) -> dict:
    """A row whose factor was chosen from the register."""
    texts = kept(factor(key))
    chosen = {"factor": texts.value, "factor_unit": texts.unit, "year": texts.year, "source": texts.source}
    return LINE | chosen | {"factor_key": key} | entries


OWN = LINE | {"factor": "0.5", "factor_unit": "tCO2/MWh", "year": "2024", "source": "示例来源"}
SHEET = {
    "boundary": "示例边界。",
    "method": "示例方法。",
    "lines": [OWN, row("grid-beijing-2022"), row("grid-beijing-2023")],
}


def test_the_rows_whose_factor_changed_and_the_total_are_told():
    sheet = changed(read(SHEET), MAY)
    (line,) = sheet.lines
    assert (line.number, line.change.now.key) == (2, "grid-beijing-2023")
    assert line.reductions == (Decimal("334.80"), Decimal("333.24"))  # 600 MWh × 0.5580, × 0.5554
    assert (sheet.before, sheet.after) == (Decimal("968.04"), Decimal("966.48"))


def test_nothing_is_told_before_the_new_value_is_valid_nor_of_own_factors():
    assert changed(read(SHEET), date(2025, 12, 30)) is None
    assert changed(read(SHEET | {"lines": [OWN]}), MAY) is None
    assert changed(read({}), MAY) is None


def test_a_row_without_a_figure_is_told_without_one():
    sheet = changed(read(SHEET | {"lines": [row("grid-national-2021", baseline="")]}), MAY)
    assert sheet.lines[0].reductions is None and sheet.before == sheet.after == 0


def test_the_sheet_itself_stays_as_it_is():
    calculation = read(SHEET)
    changed(calculation, MAY)
    assert stored(calculation) == SHEET and calculation.figure == Decimal("968.04")


def test_it_is_a_hint_and_stands_with_the_figures():
    subject = subject_of(definition(2026).sheets[Sheet.TECHNOLOGY], factories.answers("technology"), SHEET)
    (hint,) = [hint for hint in hints_on(subject, MAY) if hint.key == "factor_changed"]
    assert str(hint).startswith(
        "核算表第 2 行选用的排放因子已发布新值。改用新值，合计年减排由 968.04 吨变为 966.48 吨。"
    )
    assert hint.path == "carbon" and not hint.norm
    assert figures_shown(Sheet.TECHNOLOGY, SHEET, 2026, MAY)["changed"].lines[0].number == 2


def test_a_sheet_from_before_the_register_is_read_and_stored_as_it_was():
    old = SHEET | {"lines": [OWN]}
    assert stored(read(old)) == old
    assert "factor_key" not in stored(read(old))["lines"][0]
    assert [line.factor_key for line in read(old).lines] == [""]

"""Figures that would differ with the factors valid today: told, never changed.

A sheet keeps its factors as texts. Where the register has a newer row with another value (``programme.factors``), readers
see what it would mean: old and new factor and reduction of each row, and of the whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.carbon.numbers import added, shown
from applications.carbon.plausibility import Hint, Subject, hints
from applications.carbon.reduction import Calculation, Line, Sums
from programme.factors.kept import Change, differs, kept


@dataclass(frozen=True)
class ChangedLine:
    """A row whose factor changed: its place from 1, the row, the change, and the row with the new factor."""

    number: int
    line: Line
    change: Change
    renewed: Line

    @property
    def reductions(self) -> tuple[Decimal, Decimal] | None:
        """Reduction of the row before and with the new factor; None while the row has no figure."""
        if self.line.sums is None or self.renewed.sums is None:
            return None
        return self.line.sums.reduction, self.renewed.sums.reduction


@dataclass(frozen=True)
class ChangedSheet:
    """What would differ in a sheet: the rows, and the total before and with the new factors."""

    lines: tuple[ChangedLine, ...]
    before: Decimal
    after: Decimal


def changed(calculation: Calculation, on: date) -> ChangedSheet | None:
    """Return what would differ with the factors valid on a day; None when nothing would."""
    rows = []
    for number, line in enumerate(calculation.lines, start=1):
        change = differs(line.factor, on)
        if change:
            rows.append(ChangedLine(number, line, change, line.with_factor(kept(change.now))))
    if not rows:
        return None
    renewed = {row.number: row.renewed for row in rows}
    lines = [renewed.get(number, line) for number, line in enumerate(calculation.lines, start=1)]
    after = added(*((line.sums or Sums()).reduction for line in lines))
    return ChangedSheet(tuple(rows), calculation.total.reduction, after)


def hints_on(subject: Subject, on: date) -> list[Hint]:
    """Return all hints about figures as they are on a day: ``plausibility``, and factors that changed."""
    return [*hints(subject), *_factor_changed(subject, on)]


def _factor_changed(subject: Subject, on: date) -> Iterator[Hint]:
    """A factor chosen from the register has a newer value (issue: factor register). Stops nobody, changes nothing."""
    sheet = changed(subject.calculation, on)
    if sheet:
        rows = "、".join(str(row.number) for row in sheet.lines)
        yield Hint(
            "factor_changed",
            "carbon",
            f"核算表第 {rows} 行选用的排放因子已发布新值。"
            f"改用新值，合计年减排由 {shown(sheet.before)} 吨变为 {shown(sheet.after)} 吨。",
            "已填的数字没有改动，逐行对照见碳排放数据。",
        )

"""The figures as their readers see them: applicants beside their entries, recommenders, screeners and reviewers."""

from datetime import date
from decimal import Decimal

from applications.carbon import history, reduction
from applications.carbon.changed_factors import changed
from applications.carbon.numbers import quotient
from programme.notice import Carbon, form_of


def figures_shown(sheet: str, carbon: dict, year: int, on: date) -> dict | None:
    """Return what ``applications/carbon/figures.html`` shows; None when there are no figures.

    Args:
        year: of the cycle; a leader tells of the year before it.
        on: the day whose register of factors the sheet is held against.
    """
    kind = form_of(sheet).carbon
    if not carbon or kind is None:
        return None
    if kind == Carbon.CALCULATION:
        calculation = reduction.read(carbon)
        return {
            "kind": "reduction",
            "sheet": calculation,
            "measures": list(calculation.measures.items()),
            "complete": calculation.complete,
            "changed": changed(calculation, on),
            "documents": [],
        }
    figures = history.read(carbon)
    return {
        "kind": "history",
        "complete": False,
        "documents": [],
        "sheet": figures,
        "years": [(row, figures.drops(row)) for row in _sorted(figures.years)],
        "allowances": _sorted(figures.allowances),
        "means": _means(figures),
        "missing": figures.missing_base,
        "last_year": year - 1,
    }


def _sorted(rows: tuple[history.Row, ...]) -> list[history.Row]:
    return sorted((row for row in rows if row.year and not row.blank), key=lambda row: row.year)


def _means(figures: history.History) -> tuple[Decimal | None, Decimal | None]:
    """Means of 2016-2018, rounded for showing: total to 2 places, intensity to 4."""
    total, ratio = figures.base("emissions"), figures.base("ratio")
    one = Decimal(1)
    return (
        None if total is None else quotient(total, one, 2),
        None if ratio is None else quotient(ratio, one, 4),
    )


def lines_of(sheet: str, carbon: dict) -> str:
    """Return the figures as lines of text, to be compared with those of another revision."""
    if form_of(sheet).carbon == Carbon.CALCULATION:
        calculation = reduction.read(carbon)
        lines = [" · ".join(filter(None, line.entries.values())) for line in calculation.used]
        if calculation.figure is not None:
            lines.append(f"合计年减排 {calculation.figure} tCO2e")
        return "\n".join(
            filter(None, [*lines, calculation.boundary, calculation.method, calculation.energy_saved])
        )
    figures = history.read(carbon)
    rows = [*_sorted(figures.years), *_sorted(figures.allowances)]
    lines = [" · ".join(filter(None, row.entries.values())) for row in rows]
    return "\n".join(filter(None, [*lines, figures.output_unit, figures.standing]))

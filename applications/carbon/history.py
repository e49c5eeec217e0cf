"""The yearly figures of a leader: total, intensity, drop against the mean of 2016-2018, allowances (A2 创建措施和成效).

Rounding: intensity half up to 4 places, drop in percent half up to 2; means and drops are computed from unrounded figures.
"""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Any

from applications.carbon.numbers import PRECISION, NotANumber, number, quotient, words
from applications.carbon.reduction import Fault

BASE_YEARS = (2016, 2017, 2018)
MAX_ROWS = 20
YEAR_LABELS = {"year": "年度", "emissions": "碳排放总量（tCO2）", "output": "产出"}
ALLOWANCE_LABELS = {
    "year": "年度",
    "allocated": "配额量（tCO2）",
    "verified": "核查排放量（tCO2）",
    "surrendered": "清缴量（tCO2）",
    "on_time": "是否按时清缴",
}
HEAD_LABELS = {"output_unit": "产出单位", "standing": "行业所处水平"}
TEXT_LIMIT = 300


@dataclass(frozen=True)
class Row:
    """One year of either table, as typed; every entry but the year and 是/否 is a number.

    ``repeats``: a row above is for the same year.
    """

    entries: dict[str, str]
    repeats: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was typed but the year."""
        return not any(text for key, text in self.entries.items() if key != "year")

    @cached_property
    def faults(self) -> list[Fault]:
        """What was typed and cannot be right."""
        found = []
        for key in self.entries.keys() - {"year", "on_time"}:
            try:
                number(self.entries[key])
            except NotANumber as error:
                found.append(Fault(key, str(error)))
        if self.year is None and (self.entries["year"] or not self.blank):
            found.append(Fault("year", "请填写四位年份，例如 2023。"))
        if self.repeats:
            found.append(Fault("year", f"{self.year} 年在上面已有一行，请改正年份，或删去其中一行。"))
        return sorted(found, key=lambda fault: list(self.entries).index(fault.field))

    @property
    def year(self) -> int | None:
        """The year, when it is one."""
        text = self.entries["year"]
        fits = text.isascii() and text.isdecimal() and len(text) == 4
        return int(text) if fits and 1990 <= int(text) <= 2099 else None

    def value(self, key: str) -> Decimal | None:
        """Return an entry as a number; None when it is blank or none."""
        try:
            return number(self.entries[key])
        except NotANumber:
            return None

    @property
    def intensity(self) -> Decimal | None:
        """Emissions over output, tCO2 per unit, four places."""
        ratio = self.ratio
        return None if ratio is None else quotient(ratio, Decimal(1), 4)

    @property
    def ratio(self) -> Decimal | None:
        """Emissions over output, not rounded."""
        emissions, output = self.value("emissions"), self.value("output")
        if emissions is None or not output:
            return None
        with localcontext(prec=PRECISION):
            return emissions / output


@dataclass(frozen=True)
class History:
    """Both tables, and what is said about them."""

    output_unit: str
    standing: str
    years: tuple[Row, ...]
    allowances: tuple[Row, ...]

    @cached_property
    def by_year(self) -> dict[int, Row]:
        """Year → row; of a year that stands twice the first."""
        found: dict[int, Row] = {}
        for row in self.years:
            if row.year is not None and not row.blank:
                found.setdefault(row.year, row)
        return found

    @property
    def missing_base(self) -> list[int]:
        """Years of 2016-2018 without a total."""
        rows = self.by_year
        return [y for y in BASE_YEARS if y not in rows or rows[y].value("emissions") is None]

    def base(self, what: str) -> Decimal | None:
        """Return the arithmetic mean of 2016-2018 of ``emissions`` or ``ratio``; None while a year is missing."""
        values = [self._of(year, what) for year in BASE_YEARS]
        if None in values:
            return None
        with localcontext(prec=PRECISION):
            return sum(values) / len(values)

    def drop(self, year: int, what: str) -> Decimal | None:
        """Return by how many percent ``emissions`` or ``ratio`` of a year lies below the mean of 2016-2018."""
        base, value = self.base(what), self._of(year, what)
        if not base or value is None:
            return None
        with localcontext(prec=PRECISION):
            return quotient((base - value) * 100, base, 2)

    def drops(self, row: Row) -> tuple[Decimal | None, Decimal | None]:
        """Return the drops in percent of total and intensity of a row; not for the years of the mean themselves."""
        if row.year is None or row.year in BASE_YEARS:
            return None, None
        return self.drop(row.year, "emissions"), self.drop(row.year, "ratio")

    def _of(self, year: int, what: str) -> Decimal | None:
        row = self.by_year.get(year)
        if row is None:
            return None
        return row.ratio if what == "ratio" else row.value("emissions")


def read(data: Any) -> History:
    """Read the stored JSON, whatever it holds; what is not understood is blank."""
    data = data if isinstance(data, dict) else {}
    return History(
        *(words(data.get(key), TEXT_LIMIT) for key in HEAD_LABELS),
        _rows(data.get("years"), YEAR_LABELS),
        _rows(data.get("allowances"), ALLOWANCE_LABELS),
    )


def _rows(listed: Any, labels: dict[str, str]) -> tuple[Row, ...]:
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    made: list[Row] = []
    for row in rows[:MAX_ROWS]:
        typed = Row({key: words(row.get(key), 60) for key in labels})
        above = {each.year for each in made if not each.blank}
        made.append(
            replace(typed, repeats=not typed.blank and typed.year is not None and typed.year in above)
        )
    return tuple(made)


def stored(history: History) -> dict:
    """Return the JSON without what is blank; nothing at all when there is nothing but years."""
    head = {key: getattr(history, key) for key in HEAD_LABELS if getattr(history, key)}
    tables = {
        name: [{key: text for key, text in row.entries.items() if text} for row in getattr(history, name)]
        for name in ("years", "allowances")
    }
    filled = head or any(not row.blank for row in (*history.years, *history.allowances))
    return head | {name: rows for name, rows in tables.items() if rows} if filled else {}

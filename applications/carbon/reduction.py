"""The calculation sheet of a technology: activity × factor, baseline minus project, tCO2e a year (A1 项目绩效).

Kept as typed (JSON of texts), so that a draft loses nothing; what follows from it is computed anew on each reading. A factor
chosen from the register (``programme.factors``) keeps its key beside its texts; the texts alone are what counts.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from applications.carbon.numbers import NotANumber, added, number, product, rounded, words
from programme.factors.kept import Kept, lacks_source
from programme.factors.register import OWN
from programme.factors.units import denominator, power_of_ten, states_missing

MAX_LINES = 40
TEXT_LIMIT = 200  # characters of a short text
LONG_LIMIT = 3000  # characters of boundary and method
LABELS = {
    "measure": "减排措施",
    "activity": "能源或物料",
    "unit": "活动数据单位",
    "baseline": "基准活动数据",
    "project": "项目活动数据",
    "factor": "排放因子",
    "factor_unit": "因子单位",
    "year": "因子年份",
    "source": "因子来源",
}
FACTOR_KEY = "factor_key"  # beside the entries of a row; rows from before the register have none
STATES_MISSING = "与因子的状态不同：标准状态（Nm³）与 m³ 相差约 7%。已是标准状态的写成 Nm³，不是的请先换算。"
HEAD_LABELS = {"boundary": "核算边界", "method": "核算方法说明", "energy_saved": "年节能量（吨标准煤）"}


@dataclass(frozen=True)
class Fault:
    """What stands in the way of a figure: at which entry, and what to do."""

    field: str
    message: str


@dataclass(frozen=True)
class Sums:
    """Tonnes CO2e a year."""

    baseline: Decimal = Decimal("0.00")
    project: Decimal = Decimal("0.00")

    @property
    def reduction(self) -> Decimal:
        """Baseline minus project."""
        return added(self.baseline, self.project.copy_negate())

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(added(self.baseline, other.baseline), added(self.project, other.project))


@dataclass(frozen=True)
class Line:
    """One row: one energy or material of one measure.

    Attributes:
        entries: the texts as typed.
        factor_key: of the row of the register that the factor was chosen from; empty for an own factor.
    """

    entries: dict[str, str]
    factor_key: str = OWN

    @property
    def factor(self) -> Kept:
        """The factor as the row keeps it."""
        texts = self.entries
        return Kept(self.factor_key, texts["factor"], texts["factor_unit"], texts["year"], texts["source"])

    def with_factor(self, factor: Kept) -> "Line":
        """Return the row with another factor."""
        texts = {
            "factor": factor.value,
            "factor_unit": factor.unit,
            "year": factor.year,
            "source": factor.source,
        }
        return Line(self.entries | texts, factor.key)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.entries.values())

    @cached_property
    def faults(self) -> list[Fault]:
        """What was typed and cannot be right; shown at any time."""
        found = [
            Fault(key, f"请精简到 {TEXT_LIMIT} 个字符以内。")
            for key, text in self.entries.items()
            if len(text) > TEXT_LIMIT
        ]
        for key in ("baseline", "project", "factor"):
            try:
                self._number(key)
            except NotANumber as error:
                found.append(Fault(key, str(error)))
        return found + self._unit_faults() + self._year_faults()

    def _unit_faults(self) -> list[Fault]:
        unit, factor_unit = self.entries["unit"], self.entries["factor_unit"]
        if factor_unit and denominator(factor_unit) is None:
            return [Fault("factor_unit", "请写成「二氧化碳质量/活动数据单位」，例如 tCO2/MWh。")]
        if states_missing(unit, factor_unit):
            return [Fault("unit", STATES_MISSING)]
        if unit and factor_unit and power_of_ten(unit, factor_unit) is None:
            return [
                Fault("factor_unit", f"与活动数据单位「{unit}」不一致，请换用同类单位，或核对是否填错行。")
            ]
        return []

    def _year_faults(self) -> list[Fault]:
        year = unicodedata.normalize("NFKC", self.entries["year"])
        fits = not year or (year.isascii() and year.isdecimal() and 1990 <= int(year[:6]) <= 2099)
        return [] if fits else [Fault("year", "请填写四位年份，例如 2023。")]

    @property
    def gaps(self) -> list[Fault]:
        """What is still missing before the row has a figure with its source."""
        needs = {"source": lacks_source(self.factor)}
        return [
            Fault(key, needs.get(key) or f"请填写{LABELS[key]}。")
            for key, text in self.entries.items()
            if not text
        ]

    @property
    def complete(self) -> bool:
        """Whether the row may stand in the annex."""
        return not self.faults and not self.gaps

    @cached_property
    def sums(self) -> Sums | None:
        """The figures of the row as soon as quantities, factor and units allow, each rounded by the one rule."""
        try:
            baseline, project, factor = (self._number(key) for key in ("baseline", "project", "factor"))
        except NotANumber:
            return None
        power = power_of_ten(self.entries["unit"], self.entries["factor_unit"])
        if power is None or None in (baseline, project, factor):
            return None
        scale = Decimal(1).scaleb(power)
        return Sums(rounded(product(baseline, factor, scale)), rounded(product(project, factor, scale)))

    def _number(self, key: str) -> Decimal | None:
        if key == "factor":
            return number(self.entries[key], digits=8, places=8)
        return number(self.entries[key], signed=key == "project")


@dataclass(frozen=True)
class Calculation:
    """The whole sheet."""

    boundary: str
    method: str
    energy_saved: str
    lines: tuple[Line, ...]

    @property
    def used(self) -> tuple[Line, ...]:
        """The rows in which something was typed."""
        return tuple(line for line in self.lines if not line.blank)

    @cached_property
    def measures(self) -> dict[str, Sums]:
        """Measure → its sums over the rows that have figures, in the order of the sheet."""
        found: dict[str, Sums] = {}
        for line in self.used:
            if line.sums:
                name = line.entries["measure"]
                found[name] = found.get(name, Sums()) + line.sums
        return found

    @property
    def total(self) -> Sums:
        """The sums over all rows that have figures."""
        return sum(self.measures.values(), Sums())

    @property
    def tce(self) -> Decimal | None:
        """Energy saved a year in tonnes of standard coal, when it was given and is a number."""
        try:
            return number(self.energy_saved)
        except NotANumber:
            return None

    @property
    def head_faults(self) -> list[Fault]:
        """What is wrong above the rows."""
        found = [
            Fault(key, f"请精简到 {LONG_LIMIT} 个字符以内。")
            for key in ("boundary", "method")
            if len(getattr(self, key)) > LONG_LIMIT
        ]
        try:
            number(self.energy_saved)
        except NotANumber as error:
            found.append(Fault("energy_saved", str(error)))
        return found

    @property
    def head_gaps(self) -> list[Fault]:
        """What is missing above the rows; the energy saved may stay blank."""
        return [
            Fault(key, f"请填写{HEAD_LABELS[key]}。")
            for key in ("boundary", "method")
            if not getattr(self, key)
        ]

    @property
    def complete(self) -> bool:
        """Whether the sheet yields a figure and an annex: rows, boundary and method, nothing missing or wrong."""
        heads = self.head_faults + self.head_gaps
        return bool(self.used) and not heads and all(line.complete for line in self.used)

    @property
    def figure(self) -> Decimal | None:
        """The yearly reduction in tCO2e, once the sheet is complete."""
        return self.total.reduction if self.complete else None


def read(data: Any) -> Calculation:
    """Read the stored JSON, whatever it holds; what is not understood is blank."""
    data = data if isinstance(data, dict) else {}
    listed = data.get("lines")
    lines = [line for line in listed if isinstance(line, dict)] if isinstance(listed, list) else []
    return Calculation(
        *(words(data.get(key)) for key in HEAD_LABELS),
        tuple(
            Line({key: words(line.get(key)) for key in LABELS}, words(line.get(FACTOR_KEY)))
            for line in lines[:MAX_LINES]
        ),
    )


def stored(calculation: Calculation) -> dict:
    """Return the JSON of a sheet without what is blank; nothing at all for an empty one."""
    head = {key: getattr(calculation, key) for key in HEAD_LABELS if getattr(calculation, key)}
    lines = [
        {key: text for key, text in (line.entries | {FACTOR_KEY: line.factor_key}).items() if text}
        for line in calculation.lines
    ]
    return head | ({"lines": lines} if head or any(lines) else {})

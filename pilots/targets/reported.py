"""What was reported of targets, read one way by all pages, papers and figures; whether a value reaches its target.

Amounts are added within one calendar year only, and only over rows of one key, kind and unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilots.models import FoundValue, Pilot, ReportedValue, Target
from pilots.models.target import MEASURES
from pilots.targets.rows import plain

REACHED = {True: "已达成", False: "未达成"}
NOTHING = "—"


def amount(value: Decimal | None, unit: str) -> str:
    """An amount with its unit; "" for None."""
    return "" if value is None else f"{plain(value)} {unit}".strip()


def value_words(row: ReportedValue | FoundValue, unit: str) -> str:
    """What was reported or found of one target, as people read it."""
    return amount(row.value, unit) if row.reached is None else REACHED[row.reached]


Like = tuple[int, str, str]  # key, kind and unit: what is equal in them is the same target through all sets


def like_of(target: Target) -> Like:
    """What a target has in common with the same target of other sets."""
    return target.key, target.kind, target.unit


def amounts(rows: Iterable[ReportedValue]) -> dict[Like, dict[int, Decimal]]:
    """Each target's amount, year by year: added over the reports of a year where the kind adds up, else the last one.

    Args:
        rows: of reports, the earliest first, with their targets; milestones have no amount.
    """
    by_target: dict[Like, dict[int, Decimal]] = {}
    for row in rows:
        if row.value is not None:
            like = like_of(row.target)
            years = by_target.setdefault(like, {})
            before = years.get(row.year, Decimal(0)) if MEASURES[like[1]].adds_up else Decimal(0)
            years[row.year] = before + row.value
    return by_target


@dataclass(frozen=True)
class SoFar:
    """What was reported of one target.

    Attributes:
        years: (calendar year, amount): of what adds up the sum of each year, else the last value alone.
        reached: of a milestone, as last reported; None of everything else. others: reports in another unit or kind,
            which are not counted.
    """

    years: tuple[tuple[int, Decimal], ...] = ()
    reached: bool | None = None
    others: bool = False

    @property
    def words(self) -> str:
        """It in few words, without the unit."""
        if self.reached is not None:
            return REACHED[self.reached]
        told = "；".join(f"{year} 年 {plain(value)}" for year, value in self.years)
        return (told or NOTHING) + ("（另有按其他单位填报的，未计入）" if self.others else "")


def reported_so_far(pilot: Pilot, targets: Iterable[Target]) -> dict[int, SoFar]:
    """Key of a target → what the accepted progress reports say of it; one query."""
    rows = ReportedValue.objects.accepted().filter(version__submission__pilot=pilot)
    by_key: dict[int, list[ReportedValue]] = {}
    for row in rows.select_related("target"):
        by_key.setdefault(row.target.key, []).append(row)
    return {target.key: _so_far(target, by_key.get(target.key, [])) for target in targets}


def _so_far(target: Target, rows: list[ReportedValue]) -> SoFar:
    alike = [row for row in rows if like_of(row.target) == like_of(target)]
    others = len(alike) < len(rows)
    years = sorted(amounts(alike).get(like_of(target), {}).items())
    if not years:
        return SoFar(reached=alike[-1].reached if alike else None, others=others)
    return SoFar(tuple(years if target.measure.adds_up else years[-1:]), others=others)


def reaches(target: Target, value: Decimal | None, reached: bool | None = None) -> bool | None:
    """Whether a value reaches a target; of a milestone what is said of it; None where nothing is said."""
    if value is None or target.value is None:
        return reached
    return value <= target.value if target.measure.less_is_better else value >= target.value

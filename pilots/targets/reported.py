"""What the accepted progress reports of a pilot say of its targets so far, and whether a value reaches its target.

Amounts are added within one calendar year only, and only where kind and unit are those of the target as it is now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pilots.models import FoundValue, Pilot, ReportedValue, Target
from pilots.states import Outcome, SubmissionKind
from pilots.targets.rows import plain

REACHED = {True: "已达成", False: "未达成"}
NOTHING = "—"


def amount(value: Decimal | None, unit: str) -> str:
    """An amount with its unit; "" for None."""
    return "" if value is None else f"{plain(value)} {unit}".strip()


def value_words(row: ReportedValue | FoundValue, unit: str) -> str:
    """What was reported or found of one target, as people read it."""
    return amount(row.value, unit) if row.reached is None else REACHED[row.reached]


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
    rows = ReportedValue.objects.filter(
        version__submission__pilot=pilot,
        version__submission__kind=SubmissionKind.PROGRESS,
        version__outcome=Outcome.APPROVED,
    )
    by_key: dict[int, list[ReportedValue]] = {}
    for row in rows.select_related("target").order_by("version__submission__period_to", "version__version"):
        by_key.setdefault(row.target.key, []).append(row)
    return {target.key: _so_far(target, by_key.get(target.key, [])) for target in targets}


def _so_far(target: Target, rows: list[ReportedValue]) -> SoFar:
    like = [row for row in rows if (row.target.kind, row.target.unit) == (target.kind, target.unit)]
    if not like:
        return SoFar(others=bool(rows))
    last, others = like[-1], len(like) < len(rows)
    if last.value is None:
        return SoFar(reached=last.reached, others=others)
    if not target.measure.adds_up:
        return SoFar(((last.year, last.value),), others=others)
    sums: dict[int, Decimal] = {}
    for row in like:
        if row.value is not None:
            sums[row.year] = sums.get(row.year, Decimal(0)) + row.value
    return SoFar(tuple(sorted(sums.items())), others=others)


def reaches(target: Target, value: Decimal | None, reached: bool | None = None) -> bool | None:
    """Whether a value reaches a target; of a milestone what is said of it; None where nothing is said."""
    if value is None or target.value is None:
        return reached
    return value <= target.value if target.measure.less_is_better else value >= target.value

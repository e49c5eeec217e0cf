"""The main figure of a pilot over the years: what was promised and aimed at, reported and found."""

from dataclasses import dataclass
from decimal import Decimal

from pilots.models import FoundValue, Pilot, ReportedValue, Target
from pilots.models.target import MEASURES
from pilots.states import EvaluationState, TargetKind
from pilots.targets.reported import amounts


@dataclass(frozen=True)
class Year:
    """One calendar year; None where nothing was told or found."""

    year: int
    reported: Decimal | None
    audited: Decimal | None


@dataclass(frozen=True)
class Series:
    """The main figure: the reduction, of leaders the emissions."""

    label: str
    unit: str
    promised: Decimal | None
    targeted: Decimal | None
    years: tuple[Year, ...]


def series_of(pilot: Pilot, *, reported: bool = True) -> Series | None:
    """The main figure over the years; None when nothing is known of it. Three queries.

    Args:
        reported: with what the organisation reported; the public sees what the city found only.
    """
    if not pilot.entry.pilot_type:  # of the ministry
        return None
    kind = TargetKind.REDUCTION if pilot.entry.programme.needs_plan else TargetKind.EMISSIONS
    unit = MEASURES[kind].unit
    targets = Target.objects.filter(set__pilot=pilot, kind=kind, unit=unit)
    rows = list(targets.select_related("set"))
    promised = _total(row.value for row in rows if row.set.version == 0)
    targeted = _total(
        row.value
        for row in rows
        if row.set.version > 0 and row.set.in_force_since and row.set.replaced_at is None
    )
    told = _reported(pilot, kind, unit) if reported else {}
    audited = _found(pilot, kind, unit)
    years = tuple(Year(year, told.get(year), audited.get(year)) for year in sorted({*told, *audited}))
    if promised is None and targeted is None and not years:
        return None
    return Series(TargetKind(kind).label, unit, promised, targeted, years)


def _total(values) -> Decimal | None:
    known = list(values)
    return sum(known, Decimal(0)) if known else None


def _reported(pilot: Pilot, kind: str, unit: str) -> dict[int, Decimal]:
    """What accepted reports say, over all targets of the kind and unit."""
    rows = ReportedValue.objects.accepted().filter(
        version__submission__pilot=pilot, target__kind=kind, target__unit=unit
    )
    sums: dict[int, Decimal] = {}
    for years in amounts(rows.select_related("target")).values():
        for year, value in years.items():
            sums[year] = sums.get(year, Decimal(0)) + value
    return sums


def _found(pilot: Pilot, kind: str, unit: str) -> dict[int, Decimal]:
    """What the last confirmed evaluation of each year found."""
    rows = FoundValue.objects.filter(
        evaluation__pilot=pilot,
        evaluation__state=EvaluationState.CONFIRMED,
        target__kind=kind,
        target__unit=unit,
    )
    last: dict[int, int] = {}
    sums: dict[int, Decimal] = {}
    for year, number, value in rows.order_by("evaluation__number").values_list(
        "year", "evaluation__number", "value"
    ):
        if last.get(year) != number:
            last[year], sums[year] = number, Decimal(0)
        sums[year] += value
    return sums

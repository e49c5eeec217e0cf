"""Promised, targeted, reported and audited reduction, pilot by pilot, and the sums that may be made of them.

Only what is comparable is added: targets of the one kind, in the one unit, of one calendar year. What is left out is
counted with the reason. All of it is computed by the database, from the typed rows of targets, reports and evaluations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from pilots.models import FoundValue, Pilot, ReportedValue, Target
from pilots.models.target import MEASURES
from pilots.states import EvaluationState, PilotState, TargetKind
from programme.notice import PROGRAMMES

UNIT = MEASURES[TargetKind.REDUCTION].unit
TYPES = [
    programme.type for programme in PROGRAMMES.values() if programme.needs_plan
]  # leaders give emissions
COLUMNS = {"promised": "申报承诺", "targeted": "方案目标", "reported": "进展报告", "audited": "评估核定"}
WITHDRAWN = "已取消试点资格，不计入"
OTHER_UNIT = f"单位不是 {UNIT}，不能相加"


def with_reductions(pilots: QuerySet[Pilot], year: int) -> QuerySet[Pilot]:
    """Pilots with their reduction in tCO2e a year; None where there is no such figure.

    Args:
        year: the calendar year of what is reported and audited.
    """
    targets = Target.objects.filter(set__pilot=OuterRef("pk"), kind=TargetKind.REDUCTION)
    in_force = Q(set__version__gt=0, set__in_force_since__isnull=False, set__replaced_at=None)
    ours = {"target__kind": TargetKind.REDUCTION, "target__unit": UNIT, "year": year}
    # the reading of targets.reported.amounts, by the database: reductions add up, so a year's rows have one sum
    reported = ReportedValue.objects.accepted().filter(version__submission__pilot=OuterRef("pk"), **ours)
    audited = FoundValue.objects.filter(
        evaluation__pilot=OuterRef("pk"), evaluation__state=EvaluationState.CONFIRMED, **ours
    )
    return pilots.filter(entry__pilot_type__in=TYPES).annotate(
        promised=_sum(targets.filter(unit=UNIT, set__version=0), "set__pilot"),
        targeted=_sum(targets.filter(in_force, unit=UNIT), "set__pilot"),
        other_units=_count(targets.filter(in_force | Q(set__version=0)).exclude(unit=UNIT), "set__pilot"),
        reported=_sum(reported, "version__submission__pilot"),
        periods=_count(reported, "version__submission__pilot", "version__submission"),
        audited=_sum(audited, "evaluation", latest="-evaluation__number"),
    )


def _sum(rows: QuerySet, path: str, latest: str = "") -> Subquery:
    """The sum of the values of rows that share ``path``; of several such groups the first by ``latest``."""
    order = (latest,) if latest else ()
    grouped = rows.order_by(*order).values(path, *(name.lstrip("-") for name in order))
    return Subquery(grouped.annotate(total=Sum("value")).values("total")[:1])


def _count(rows: QuerySet, path: str, what: str = "pk") -> Subquery:
    return Subquery(rows.order_by().values(path).annotate(n=Count(what, distinct=True)).values("n")[:1])


@dataclass(frozen=True)
class Column:
    """One column's sum.

    Attributes:
        total: tCO2e of the pilots that count. counted: how many these are.
        left_out: (reason, how many), of those that do not count.
    """

    key: str
    label: str
    total: Decimal
    counted: int
    left_out: tuple[tuple[str, int], ...]


def sums(pilots: QuerySet[Pilot], year: int) -> list[Column]:
    """The sums over pilots ``with_reductions``, one query; what is left out is told with its reason."""
    withdrawn = Q(state=PilotState.WITHDRAWN)
    asked: dict = {"withdrawn": Count("pk", filter=withdrawn)}
    for key in COLUMNS:
        there = Q(**{f"{key}__isnull": False}) & ~withdrawn
        asked[f"{key}_sum"] = Sum(F(key), filter=there)
        asked[f"{key}_counted"] = Count("pk", filter=there)
        gone = Q(**{f"{key}__isnull": True}) & ~withdrawn
        asked[f"{key}_other"] = Count("pk", filter=gone & Q(other_units__gt=0))
        asked[f"{key}_none"] = Count("pk", filter=gone & Q(other_units=None))
    figures = pilots.order_by().aggregate(**asked)
    return [
        Column(
            key,
            label,
            figures[f"{key}_sum"] or Decimal(0),
            figures[f"{key}_counted"],
            tuple(
                (reason, count)
                for reason, count in (
                    (WITHDRAWN, figures["withdrawn"]),
                    (OTHER_UNIT, figures[f"{key}_other"]),
                    (nothing_there(key, year), figures[f"{key}_none"]),
                )
                if count
            ),
        )
        for key, label in COLUMNS.items()
    ]


def nothing_there(key: str, year: int) -> str:
    """Why a pilot has no figure of a column, as a sentence."""
    return {
        "promised": "申报材料中没有核算完整的减排量",
        "targeted": "生效的目标中没有减排量",
        "reported": f"没有审核通过的 {year} 年进展报告数据",
        "audited": f"没有确认的 {year} 年评估核定值",
    }[key]


def why_left_out(pilot: Pilot, key: str, year: int) -> str:
    """Why the figure of a pilot is not in the sum of a column; "" when it is."""
    if pilot.state == PilotState.WITHDRAWN:
        return WITHDRAWN
    if getattr(pilot, key) is not None:
        return ""
    return OTHER_UNIT if pilot.other_units else nothing_there(key, year)


def years_told(pilots: QuerySet[Pilot]) -> list[int]:
    """Calendar years of which something is reported or audited, newest first."""
    reported = ReportedValue.objects.filter(version__submission__pilot__in=pilots)
    audited = FoundValue.objects.filter(evaluation__pilot__in=pilots)
    years = {*reported.values_list("year", flat=True), *audited.values_list("year", flat=True)}
    return sorted(years, reverse=True)


def cells(pilot: Pilot, year: int) -> Iterator[tuple[str, Decimal | None, str]]:
    """(label, figure, why it is not in the sum) of each column of a pilot ``with_reductions``."""
    for key, label in COLUMNS.items():
        yield label, getattr(pilot, key), why_left_out(pilot, key, year)

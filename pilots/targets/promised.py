"""What an application promised, as set 0 of its pilot's targets: carbon figures, investment, area (A1 项目绩效, A2, A3)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from applications.carbon import history, reduction
from applications.models import Revision
from pilots.models import Pilot, Target, TargetSet
from pilots.models.target import MEASURES, PLACES
from pilots.rules import application_of
from pilots.states import TargetKind
from programme.models import LibraryEntry
from programme.notice import Carbon, form_of

STEP = Decimal(1).scaleb(-PLACES)


def write_promised(pilot: Pilot, at: datetime) -> TargetSet:
    """Keep what the application promised; a pilot without an application here promised nothing that is known."""
    made = TargetSet.objects.create(pilot=pilot, version=0, made_at=at, in_force_since=at)
    rows = _promised(pilot.entry)
    Target.objects.bulk_create(
        Target(set=made, key=key, method="", **row) for key, row in enumerate(rows, start=1)
    )
    return made


def _promised(entry: LibraryEntry) -> Iterator[dict]:
    application = application_of(entry)
    revision = application.revisions.order_by("number").last() if application else None
    if revision is not None:
        yield from _carbon(entry, revision)
    if entry.investment_wan is not None:
        yield _row(TargetKind.INVESTMENT, "总投资", entry.investment_wan, "申报表：项目投资")
    if entry.area_km2 is not None:
        yield _row(TargetKind.AREA, "区域面积", entry.area_km2, "申报表：区域面积", unit="平方公里")


def _carbon(entry: LibraryEntry, revision: Revision) -> Iterator[dict]:
    kind = form_of(entry.sheet).carbon
    if kind == Carbon.CALCULATION:
        sheet = reduction.read(revision.carbon)
        if sheet.figure is not None:
            yield _row(
                TargetKind.REDUCTION, "每年减少温室气体排放", sheet.figure, "申报材料：碳减排量核算"
            ) | {"baseline": sheet.total.baseline}
        if sheet.tce:
            yield _row(TargetKind.ENERGY, "每年节约能源", sheet.tce, "申报材料：碳减排量核算")
    if kind == Carbon.HISTORY:
        yield from _history(history.read(revision.carbon))


def _history(figures: history.History) -> Iterator[dict]:
    """The last year that the leader told of: what later years are held against (A2 创建措施和成效)."""
    if not figures.by_year:
        return
    year = max(figures.by_year)
    row = figures.by_year[year]
    source = f"申报材料：{year} 年碳排放数据"
    emissions, intensity = row.value("emissions"), row.intensity
    if emissions is not None:
        yield _row(TargetKind.EMISSIONS, f"{year} 年碳排放总量", emissions, source)
    if intensity is not None and figures.output_unit:
        unit = f"tCO2/{figures.output_unit}"[:30]
        yield _row(TargetKind.INTENSITY, f"{year} 年碳排放强度", intensity, source, unit=unit)


def _row(kind: TargetKind, name: str, value: Decimal, source: str, unit: str = "") -> dict:
    return {
        "kind": kind,
        "name": name,
        "unit": unit or MEASURES[kind].unit,
        "value": value.quantize(STEP, ROUND_HALF_UP),
        "source": source,
    }

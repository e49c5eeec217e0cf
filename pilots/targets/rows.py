"""Targets as rows of a page: the names of their places, what is wrong in them, the rows that follow.

A row's places are called ``target_KEY_COLUMN``. The page shows the rows that are written and some empty ones; an empty
row means nothing. ``target_KEY_source`` is kept beside them and cannot be typed: where a first row comes from.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from pilots.models import Pilot, SubmissionVersion, Target, TargetSet
from pilots.models.target import MEASURES
from pilots.states import TargetKind
from pilots.writing.layout import Group, Place, PlaceKind, day_in, number_in

MOST, EMPTY_ROWS = 40, 3
NAME = re.compile(r"target_(\d{1,2})_([a-z]+)")
COLUMNS = (
    Place("kind", "种类", PlaceKind.CHOICE, choices=tuple(TargetKind.choices)),
    Place("name", "目标", limit=120),
    Place("unit", "单位", limit=30, hint="留空时用该种类的通用单位"),
    Place("baseline", "基准值", PlaceKind.NUMBER, signed=True),
    Place("value", "目标值", PlaceKind.NUMBER, signed=True),
    Place("due", "完成日期", PlaceKind.DAY),
    Place("method", "计量方法", PlaceKind.LONG, limit=500),
    Place("evidence", "证明材料", limit=200),
)


@dataclass(frozen=True)
class TargetRow:
    """One row as it is meant: typed texts read."""

    key: int
    kind: str
    name: str
    unit: str
    baseline: Decimal | None
    value: Decimal | None
    due_on: date | None
    method: str
    evidence: str
    source: str

    @property
    def is_milestone(self) -> bool:
        """Whether it has a day and no value."""
        return self.kind == TargetKind.MILESTONE


def place_name(key: int, column: str) -> str:
    """The name of a place."""
    return f"target_{key}_{column}"


def keys_in(content: Mapping[str, str]) -> list[int]:
    """Keys of the rows in which something stands, in order."""
    matches = (NAME.fullmatch(name) for name, text in content.items() if text)
    return sorted({int(match[1]) for match in matches if match and match[2] != "source"})


def target_groups(content: Mapping[str, str]) -> tuple[Group, ...]:
    """The rows of the page: those that are written, then some empty ones."""
    keys = keys_in(content)
    first_free = max(keys, default=0) + 1
    keys += list(range(first_free, min(first_free + EMPTY_ROWS, MOST + 1)))
    return tuple(_group(key, content.get(place_name(key, "source"), "")) for key in keys)


def _group(key: int, source: str) -> Group:
    places = tuple(
        Place(
            place_name(key, column.name),
            column.label,
            column.kind,
            hint=column.hint,
            choices=column.choices,
            signed=column.signed,
            limit=column.limit,
        )
        for column in COLUMNS
    )
    facts = (("来源", source),) if source else ()
    return Group(f"target_{key}", f"目标 {key}", places, facts=facts, row=True)


def rows_in(content: Mapping[str, str]) -> list[TargetRow]:
    """The rows that are written, as they are meant; what cannot be read is None."""
    return [_row(key, content) for key in keys_in(content)]


def _row(key: int, content: Mapping[str, str]) -> TargetRow:
    def text(column: str) -> str:
        return content.get(place_name(key, column), "")

    kind = text("kind")
    milestone = kind == TargetKind.MILESTONE
    return TargetRow(
        key=key,
        kind=kind,
        name=text("name"),
        unit="" if milestone else text("unit") or (MEASURES[kind].unit if kind else ""),
        baseline=None if milestone else number_in(text("baseline"), signed=True),
        value=None if milestone else number_in(text("value"), signed=True),
        due_on=day_in(text("due")),
        method=text("method"),
        evidence=text("evidence"),
        source=text("source"),
    )


def row_faults(content: Mapping[str, str], *, first: date, last: date | None) -> Iterator[tuple[str, str]]:
    """(name, sentence) of what a set of targets lacks before it is handed in.

    Args:
        first: the earliest day on which a target can be due. last: the end of the plan, where it is known.
    """
    rows = rows_in(content)
    if not rows:
        yield place_name(1, "kind"), "请至少填写一个目标。"
    for row in rows:
        yield from _faults(row, first, last)


def _faults(row: TargetRow, first: date, last: date | None) -> Iterator[tuple[str, str]]:
    if not row.kind:
        yield place_name(row.key, "kind"), "请选择目标的种类。"
    if not row.name:
        yield place_name(row.key, "name"), "请写明目标。"
    if row.kind and not row.is_milestone:
        if row.value is None:
            yield place_name(row.key, "value"), "请填写目标值（数字）。"
        if not row.unit:
            yield place_name(row.key, "unit"), "请填写单位。"
        if not row.method:
            yield place_name(row.key, "method"), "请写明怎样计量。"
    if row.due_on is None:
        yield place_name(row.key, "due"), "请填写完成日期。"
    elif row.due_on < first:
        yield place_name(row.key, "due"), "完成日期不能早于今天。"
    elif last and row.due_on > last:
        yield place_name(row.key, "due"), f"完成日期不能晚于实施截止日期（{last.isoformat()}）。"


def content_of(targets: list[Target]) -> dict[str, str]:
    """A set as it stands in the places of a page."""
    content: dict[str, str] = {}
    for target in targets:
        texts = {
            "kind": target.kind,
            "name": target.name,
            "unit": target.unit,
            "baseline": plain(target.baseline),
            "value": plain(target.value),
            "due": target.due_on.isoformat() if target.due_on else "",
            "method": target.method,
            "evidence": target.evidence,
            "source": target.source,
        }
        content |= {place_name(target.key, column): text for column, text in texts.items() if text}
    return content


def plain(value: Decimal | None) -> str:
    """A number in plain digits without zeros at its end; "" for None."""
    return "" if value is None else f"{value.normalize():f}"


def write_set(
    pilot: Pilot,
    rows: list[TargetRow],
    at: datetime,
    *,
    by: User | None,
    source: SubmissionVersion | None = None,
) -> TargetSet:
    """Keep rows as the next set of a pilot; it does not count before ``put_in_force``."""
    made = TargetSet.objects.create(
        pilot=pilot,
        version=TargetSet.objects.filter(pilot=pilot, version__gt=0).count() + 1,
        source=source,
        made_by=by,
        made_at=at,
    )
    Target.objects.bulk_create(
        Target(
            set=made,
            key=row.key,
            kind=row.kind,
            name=row.name,
            unit=row.unit,
            baseline=row.baseline,
            value=row.value,
            due_on=row.due_on,
            method=row.method,
            evidence=row.evidence,
            source=row.source,
        )
        for row in rows
    )
    return made


def put_in_force(made: TargetSet, at: datetime) -> None:
    """Let a set count from now on; the one before is replaced and stays."""
    TargetSet.objects.filter(pilot=made.pilot).in_force().update(replaced_at=at)
    made.in_force_since = at
    made.save(update_fields=["in_force_since"])


def set_in_force(pilot: Pilot) -> TargetSet | None:
    """The targets that count now; None before the plan is approved."""
    return TargetSet.objects.filter(pilot=pilot).in_force().prefetch_related("targets").first()

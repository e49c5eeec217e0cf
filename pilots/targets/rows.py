"""Targets as rows of a page: the names of their places, how they are read, and the sets that they become.

A row's places are called ``target_KEY_COLUMN``; an empty row means nothing (``page`` draws the rows). Beside them are
kept ``target_KEY_source``, which cannot be typed: where a first row comes from; ``target_KEY_keep``, which may say that
a target of the set before is given up; ``target_KEY_why``, why it is, or is changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from pilots.models import Pilot, SubmissionVersion, Target, TargetSet
from pilots.models.target import MEASURES
from pilots.states import TargetKind
from pilots.writing.layout import Place, PlaceKind, day_in, number_in

GIVEN_UP = "given_up"
NAME = re.compile(r"target_(\d{1,2})_([a-z]+)")
COLUMNS = (
    Place("kind", "种类", PlaceKind.CHOICE, choices=tuple(TargetKind.choices)),
    Place("name", "目标", limit=120),
    Place("unit", "单位", limit=30),
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
    """Keys of the rows in which a target stands that is not given up, in order."""
    columns = {column.name for column in COLUMNS}
    matches = (NAME.fullmatch(name) for name, text in content.items() if text)
    keys = {int(match[1]) for match in matches if match and match[2] in columns}
    return sorted(key for key in keys if content.get(place_name(key, "keep")) != GIVEN_UP)


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
    """Keep rows as the next set of a pilot; it does not count before ``put_in_force``.

    A row that counts something else than the application promised under its key does not come from it any more.
    """
    promised = dict(Target.objects.filter(set__pilot=pilot, set__version=0).values_list("key", "kind"))
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
            source=row.source if promised.get(row.key) == row.kind else "",
        )
        for row in rows
    )
    return made


def put_in_force(made: TargetSet, at: datetime) -> None:
    """Let a set count from now on; the one before is replaced and stays."""
    TargetSet.objects.filter(pilot=made.pilot).in_force().update(replaced_at=at)
    made.in_force_since = at
    made.save(update_fields=["in_force_since"])


def promised_of(pilot: Pilot) -> dict[int, Target]:
    """What the application promised, by key."""
    sets = (made for made in pilot.target_sets.all() if made.version == 0)
    return {target.key: target for made in sets for target in made.targets.all()}


def set_in_force(pilot: Pilot) -> TargetSet | None:
    """The targets that count now; None before the plan is approved."""
    return TargetSet.objects.filter(pilot=pilot).in_force().prefetch_related("targets").first()

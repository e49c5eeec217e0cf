"""Tables of library entries in letters, type by type."""

from collections.abc import Iterable, Sequence

from programme.models import LibraryEntry
from programme.notice import PilotType
from sheets.letters.letter import (
    Column,
    Part,
    Table,
    Text,
)

COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 37, "center"),
    Column("名称", 46),
    Column("申报单位", 40),
    Column("所在区", 19, "center"),
)

ORDINALS = "一二三四五六七八九"


def listed(groups: Iterable[tuple[str, Sequence[LibraryEntry]]]) -> list[Part]:
    """A heading and a table for each group that has an entry: 一、…, 二、…"""
    filled = [(heading, entries) for heading, entries in groups if entries]
    parts: list[Part] = []
    for ordinal, (heading, entries) in zip(ORDINALS, filled, strict=False):
        parts += [
            Text(f"{ordinal}、{heading}（{len(entries)}个）", "heading"),
            Table(COLUMNS, _rows(entries)),
        ]
    return parts


def by_type(entries: Iterable[LibraryEntry]) -> list[tuple[PilotType, list[LibraryEntry]]]:
    """Entries of each type, in the order of the notice; within a type by number, not by score."""
    ordered = sorted(entries, key=lambda entry: entry.number or "")
    return [(kind, [entry for entry in ordered if entry.pilot_type == kind]) for kind in PilotType]


def _rows(entries: Sequence[LibraryEntry]) -> tuple:
    return tuple(
        (position, entry.number, entry.name, entry.organisation_name, entry.get_district_display())
        for position, entry in enumerate(entries, start=1)
    )

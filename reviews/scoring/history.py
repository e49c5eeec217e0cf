"""What stood in a score sheet before it was reopened: the journal keeps it, city staff may see it (REV-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from journal.models import Record
from reviews.models import Assignment, Criterion


@dataclass(frozen=True)
class Version:
    """A submitted sheet that was reopened: its values, and who reopened it, when and why."""

    total: str
    lines: list[tuple[str, str, int]]
    remarks: str
    by: str
    at: datetime
    reason: str


def earlier_versions(sheets: Sequence[Assignment], criteria: Sequence[Criterion]) -> dict[int, list[Version]]:
    """Sheet id → what stood in it before each reopening, oldest first; one query for all sheets."""
    kind = Assignment._meta.label_lower
    records = Record.objects.filter(
        object_type=kind, object_id__in=[sheet.pk for sheet in sheets], verb="reopen_sheet"
    )
    found: dict[int, list[Version]] = {}
    for record in records.order_by("pk"):
        found.setdefault(record.object_id, []).append(_version(record, criteria))
    return found


def _version(record: Record, criteria: Sequence[Criterion]) -> Version:
    scores = record.facts.get("scores", {})
    return Version(
        total=record.facts.get("total", ""),
        lines=[(c.name, scores[str(c.pk)], c.scale) for c in criteria if str(c.pk) in scores],
        remarks=record.facts.get("remarks", ""),
        by=record.actor_name,
        at=record.at,
        reason=record.summary,
    )

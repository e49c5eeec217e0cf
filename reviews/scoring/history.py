"""What stood in a score sheet before it was reopened: city staff may see it (REV-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reviews.models import Criterion, ScoreSheet, ScoreSheetVersion


@dataclass(frozen=True)
class Version:
    """A submitted sheet that was reopened: its values, and who reopened it, when and why."""

    total: str
    lines: list[tuple[str, str, int]]
    remarks: str
    by: str
    at: datetime
    reason: str


def earlier_versions(sheets: Sequence[ScoreSheet], criteria: Sequence[Criterion]) -> dict[int, list[Version]]:
    """Sheet id → what stood in it before each reopening, oldest first; one query for all sheets."""
    rows = ScoreSheetVersion.objects.filter(score_sheet__in=sheets).select_related("by").order_by("pk")
    versions: dict[int, list[Version]] = {}
    for row in rows:
        versions.setdefault(row.score_sheet_id, []).append(_version(row, criteria))
    return versions


def _version(row: ScoreSheetVersion, criteria: Sequence[Criterion]) -> Version:
    return Version(
        total=str(row.total),
        lines=[(c.name, row.scores[str(c.pk)], c.scale) for c in criteria if str(c.pk) in row.scores],
        remarks=row.remarks,
        by=str(row.by),
        at=row.at,
        reason=row.reason,
    )

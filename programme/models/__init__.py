"""Cycles, numbers and quotas; the library."""

from programme.models.authority import AuthorityField
from programme.models.closing import ClosingReport
from programme.models.cycle import (
    Announcement,
    CutoffChange,
    Cycle,
    DayCorrection,
    FrozenLine,
    NumberGate,
    Reminder,
)
from programme.models.library import LibraryEntry
from programme.models.quota import ParkQuota, QuotaRequest

__all__ = [
    "Announcement",
    "AuthorityField",
    "ClosingReport",
    "CutoffChange",
    "Cycle",
    "DayCorrection",
    "FrozenLine",
    "LibraryEntry",
    "NumberGate",
    "ParkQuota",
    "QuotaRequest",
    "Reminder",
]

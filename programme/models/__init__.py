"""Cycles, numbers and quotas; the library."""

from programme.models.closing import ClosingReport
from programme.models.cycle import (
    Announcement,
    CutoffChange,
    Cycle,
    DayCorrection,
    FrozenLine,
    NumberGate,
    ParkQuota,
    Reminder,
)
from programme.models.library import LibraryEntry
from programme.models.quota import QuotaRequest

__all__ = [
    "Announcement",
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

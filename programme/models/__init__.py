"""Cycles, numbers and quotas; the library."""

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

"""Which cycle does an instant belong to? Pure functions (CUT-2, CUT-3)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from journal.clock import BEIJING, day_of
from programme.workdays import NONE, working_days_after

GRACE = timedelta(minutes=2)  # closing waits longer than any request may live

LAPSED_CYCLES = 2  # so many cutoffs a lapsed correction may miss (CUT-5, decision)


def default_cutoff(year: int) -> datetime:
    """The first instant that no longer counts for ``year``: July 15 itself still counts (CUT-2, decision)."""
    return datetime(year, 7, 16, tzinfo=BEIJING)


def year_of(instant: datetime, cutoffs: Mapping[int, datetime]) -> int:
    """The year of evaluation of what the city received at ``instant``.

    Args:
        instant: aware instant of receipt.
        cutoffs: year → exclusive cutoff of the cycles that exist; other years have the default.
    """
    year = instant.astimezone(BEIJING).year
    while instant >= cutoffs.get(year, default_cutoff(year)):
        year += 1
    while instant < cutoffs.get(year - 1, default_cutoff(year - 1)):
        year -= 1
    return year


def due_to_close(cutoff: datetime, now: datetime) -> bool:
    """Whether a cycle may be frozen at ``now``: two minutes after its cutoff, so nothing in flight is cut off."""
    return now >= cutoff + GRACE


def correction_keeps_year(returned_at: datetime, due_at: datetime | None) -> bool:
    """Whether a correction that came back keeps the year of the original receipt (CUT-5)."""
    return due_at is not None and returned_at < due_at


def correction_is_over(lapsed_at: datetime, now: datetime, cutoffs: Mapping[int, datetime]) -> bool:
    """Whether a correction that lapsed and never came back is closed as withdrawn: two cutoffs have passed (CUT-5).

    Args:
        lapsed_at: the deadline that it missed.
        cutoffs: year → exclusive cutoff of the cycles that exist.
    """
    return year_of(now, cutoffs) >= year_of(lapsed_at, cutoffs) + LAPSED_CYCLES


def correction_due(
    now: datetime, days: int, *, working: bool = False, corrections: Mapping[date, bool] = NONE
) -> datetime:
    """End of the last of ``days`` days after the day of ``now``: midnight in Beijing, exclusive (CUT-5).

    Args:
        working: count working days in China instead of calendar days.
        corrections: what staff know better than the calendar of working days, as ``programme.workdays`` takes it.
    """
    today = day_of(now)
    if not working:
        return day_end(today + timedelta(days=days))
    return day_end(working_days_after(today, days, corrections))


def day_end(day: date) -> datetime:
    """The end of a day in Beijing as an exclusive instant: the midnight after it."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=BEIJING)

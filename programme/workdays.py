"""Working days in China: weekends, public holidays and the days worked in exchange for them (CUT-5, Notice 公示).

The holidays of a year are announced late in the year before. Of a year that the library ``chinesecalendar`` does not know
yet, every Monday to Friday counts as a working day. What staff know better is handed in as ``corrections``: day →
whether offices work on it (``pilots.models.pilot.DayCorrection``).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import chinese_calendar

SATURDAY = 5
NONE: Mapping[date, bool] = MappingProxyType({})


def is_working_day(day: date, corrections: Mapping[date, bool] = NONE) -> bool:
    """Whether offices work on ``day``; a correction overrules the calendar."""
    if day in corrections:
        return corrections[day]
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < SATURDAY


def working_days_after(day: date, count: int, corrections: Mapping[date, bool] = NONE) -> date:
    """The ``count``-th working day after ``day``, which does not count itself."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, corrections)
    return day


def working_days_from(first: date, count: int, corrections: Mapping[date, bool] = NONE) -> date:
    """The ``count``-th working day from ``first`` on; ``first`` itself counts when it is one.

    Args:
        count: at least 1.
    """
    return working_days_after(first - timedelta(days=1), count, corrections)

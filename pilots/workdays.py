"""Working days in China: weekends, public holidays and the days worked in exchange for them (CUT-5).

The holidays of a year are announced late in the year before. Of a year that the library ``chinesecalendar`` does not know
yet, every Monday to Friday counts as a working day.
"""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < SATURDAY


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which does not count itself."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day

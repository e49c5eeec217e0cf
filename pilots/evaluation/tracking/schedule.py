"""When a pilot that is tracked is evaluated: often in the first year, then more seldom, as long as it lives. Pure."""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

YEAR = 12  # months


def months_of(first: int, later: int) -> Iterator[int]:
    """Months after the start at which an evaluation is due, without end.

    Args:
        first: months between evaluations within the first year. later: from then on. Both at least 1.
    """
    month = 0
    while True:
        month += first if month + first <= YEAR else later
        yield month


def last_due(start: date, today: date, *, first: int, later: int) -> date | None:
    """The newest day up to today on which an evaluation was due; None before the first."""
    newest = None
    for month in months_of(first, later):
        due = start + relativedelta(months=month)
        if due > today:
            return newest
        newest = due
    return newest


def next_due(start: date, today: date, *, first: int, later: int) -> date:
    """The first day after today on which an evaluation is due."""
    return next(
        due for month in months_of(first, later) if (due := start + relativedelta(months=month)) > today
    )

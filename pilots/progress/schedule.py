"""Report periods: calendar quarters, half years or years between the start and the end of a pilot. Pure (A1 §三.2, A2 §三.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
QUARTER, HALF_YEAR, YEAR = 3, 6, 12  # months
SHORTEST_NOTICE = timedelta(
    days=7
)  # from the day a report is opened to its deadline, however late it was opened


@dataclass(frozen=True)
class Period:
    """What one report is about, its last day included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def calendar_end(day: date, months: int) -> date:
    """The last day of the calendar period of so many months (a part of 12) that a day lies in."""
    begun = date(day.year, (day.month - 1) // months * months + 1, 1)
    return begun + relativedelta(months=months) - DAY


def periods(start: date, end: date | None, months: int) -> Iterator[Period]:
    """Periods one after the other, the first and the last shortened to start and end; without end for None.

    Args:
        end: the last day of the last period. months: 3, 6 or 12.
    """
    first = start
    while end is None or first <= end:
        last = calendar_end(first, months)
        yield Period(first, min(last, end) if end else last)
        first = last + DAY


def ended_periods(start: date, end: date | None, months: int, today: date) -> Iterator[Period]:
    """Those that are over today."""
    for period in periods(start, end, months):
        if period.last >= today:
            return
        yield period


def due_day(period: Period, opened: date, report_days: int) -> date:
    """The last day to hand in the report; who is asked late has a week all the same."""
    return max(period.last + timedelta(days=report_days), opened + SHORTEST_NOTICE)


def called(period_from: date, period_to: date) -> str:
    """A period in words: 「2026年下半年」; one that is shortened says its days as well, one within a month only these."""
    year, months = period_to.year, period_to.month - period_from.month + 1
    days = f"{period_from.month}月{period_from.day}日至{period_to.month}月{period_to.day}日"
    whole = period_from.day == 1 and (period_to + DAY).day == 1
    if whole and months == YEAR:
        return f"{year}年度"
    if whole and months == HALF_YEAR and period_from.month in (1, 7):
        return f"{year}年{'上' if period_from.month == 1 else '下'}半年"
    if whole and months == QUARTER and period_from.month % QUARTER == 1:
        return f"{year}年第{'一二三四'[period_from.month // QUARTER]}季度"
    return f"{year}年{days}"

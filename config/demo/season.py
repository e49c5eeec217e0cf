"""When things happen in the demo: everything lies before the instant at which it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from journal.clock import BEIJING
from programme.cutoff import GRACE, default_cutoff, year_of

WORK_STARTS, WORK_LASTS = time(9, 10), timedelta(hours=8)
ENOUGH_DAYS = 20


@dataclass(frozen=True)
class Season:
    """Two cycles around the instant of loading: ``running`` is the year that counts now, ``last`` is closed."""

    now: datetime

    @property
    def running(self) -> int:
        """The year that an application received now would count for (CUT-3)."""
        return year_of(self.now, {})

    @property
    def last(self) -> int:
        """The year before."""
        return self.running - 1

    @property
    def opening(self) -> datetime:
        """When the first organisations came, at the start of last year's cycle."""
        return default_cutoff(self.last - 1) + timedelta(hours=9)

    @property
    def closing(self) -> datetime:
        """When last year's cycle was closed: as early as it may be (CUT-4)."""
        return default_cutoff(self.last) + GRACE

    def instant(self, mark: str | float) -> datetime:
        """The instant that a mark in the stories means.

        Args:
            mark: "MM-DD HH:MM", Beijing time before last year's cutoff; or a number from 0 to 1, the part of
                the time from the closing to now, in working hours when there are enough working days.
        """
        return self._before(mark) if isinstance(mark, str) else self._since(mark)

    def _before(self, mark: str) -> datetime:
        found = datetime.strptime(f"{self.last}-{mark}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
        return found if found < default_cutoff(self.last) else found.replace(year=self.last - 1)

    def _since(self, part: float) -> datetime:
        days = self._working_days()
        if len(days) < ENOUGH_DAYS:
            return self.closing + part * (self.now - self.closing)
        day, rest = divmod(part * len(days), 1)
        return datetime.combine(days[int(day)], WORK_STARTS, BEIJING) + rest * WORK_LASTS

    def _working_days(self) -> list[date]:
        """Mondays to Fridays after the day of closing and before today."""
        first, today = self.closing.astimezone(BEIJING).date(), self.now.astimezone(BEIJING).date()
        days = (first + timedelta(days=n) for n in range(1, (today - first).days))
        return [day for day in days if day.weekday() < 5]

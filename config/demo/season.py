"""When things happen in the demo: everything lies before the instant at which it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from journal.clock import BEIJING, day_of
from programme.cutoff import GRACE, default_cutoff, year_of

WORK_STARTS, WORK_LASTS = time(9, 10), timedelta(hours=8)
ENOUGH_DAYS = 20


@dataclass(frozen=True)
class Season:
    """Three cycles around the instant of loading: ``running`` is the year that counts now, two before it are closed.

    What was awarded belongs to ``earlier``, whose closing is a year ago at least: between a closing and an award lie
    decisions by two, a public notice and its end, for which the weeks after the last closing may be too short.
    """

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
    def earlier(self) -> int:
        """The year before that, in which pilots were awarded."""
        return self.running - 2

    @property
    def opening(self) -> datetime:
        """When the first organisations came, at the start of the earlier cycle."""
        return default_cutoff(self.earlier - 1) + timedelta(hours=9)

    @property
    def closings(self) -> list[datetime]:
        """When the closed cycles were closed: as early as they may be (CUT-4)."""
        return [default_cutoff(year) + GRACE for year in (self.earlier, self.last)]

    @property
    def closing(self) -> datetime:
        """When last year's cycle was closed."""
        return self.closings[-1]

    @property
    def quarters(self) -> list[datetime]:
        """A morning at the start of each quarter from the opening on, when reports are over that may be due."""
        years = range(self.opening.year, self.now.year + 1)
        mornings = (datetime(year, month, 2, 8, tzinfo=BEIJING) for year in years for month in (1, 4, 7, 10))
        return [morning for morning in mornings if self.opening < morning < self.now]

    def year(self, cycle: str) -> int:
        """The year of a cycle by its name: running, last or earlier."""
        return {"running": self.running, "last": self.last, "earlier": self.earlier}[cycle]

    def instant(self, mark: str | float, year: int | None = None) -> datetime:
        """The instant that a mark in the stories means.

        Args:
            mark: "MM-DD HH:MM", Beijing time in the twelve months before a cutoff, with "+" before it in the twelve
                months after; or a number from 0 to 1, the part of the time from the last closing to now, in
                working hours when there are enough working days.
            year: of the cutoff that is meant; the last that passed when None or not passed yet.
        """
        if not isinstance(mark, str):
            return self._since(mark)
        year = min(year or self.last, self.last)
        return self._before(mark.removeprefix("+"), year + mark.startswith("+"))

    @staticmethod
    def _before(mark: str, year: int) -> datetime:
        found = datetime.strptime(f"{year}-{mark}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
        return found if found < default_cutoff(year) else found.replace(year=year - 1)

    def _since(self, part: float) -> datetime:
        days = self._working_days()
        if len(days) < ENOUGH_DAYS:
            return self.closing + part * (self.now - self.closing)
        day, rest = divmod(part * len(days), 1)
        return datetime.combine(days[int(day)], WORK_STARTS, BEIJING) + rest * WORK_LASTS

    def _working_days(self) -> list[date]:
        """Mondays to Fridays after the day of closing and before today."""
        first, today = day_of(self.closing), day_of(self.now)
        days = (first + timedelta(days=n) for n in range(1, (today - first).days))
        return [day for day in days if day.weekday() < 5]

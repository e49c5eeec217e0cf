"""The life-line on the page of a pilot, and with public fields on its public page."""

from accounts.models import User
from accounts.rules import Person
from journal import clock
from journal.clock import day_of
from pilots.life_line.events import events_of, public_events
from pilots.life_line.picture import chart, life_line
from pilots.life_line.series import series_of
from pilots.models import Pilot


def panel(pilot: Pilot, user: User) -> dict:
    """Picture and table of everything, for the parties of a pilot."""
    return _shown(pilot, user)


def public_panel(pilot: Pilot) -> dict:
    """Picture and table of what everybody may know: milestones, and what the city found."""
    return _shown(pilot, None)


def _shown(pilot: Pilot, user: Person) -> dict:
    today = day_of(clock.now())
    events = events_of(pilot, today) if user else public_events(pilot, today)
    series = series_of(pilot, reported=user is not None)
    return {
        "life_line_events": list(enumerate(events, start=1)),
        "life_line": life_line(events, today),
        "life_line_series": series,
        "life_line_chart": chart(series) if series else None,
    }

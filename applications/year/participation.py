"""In which cycle a received application takes part, written down as it begins and ends (CUT-4, CUT-5)."""

from datetime import datetime

from applications.models import Application, Participation
from programme.models import Cycle


def begin_participation(application: Application, since: datetime) -> None:
    """From its receipt, or from a late correction, it takes part in its cycle."""
    Participation.objects.create(application=application, cycle=application.cycle, since=since)


def end_participation(application: Application, until: datetime) -> None:
    """A correction was not back by its deadline: until it comes back the application takes part in no year."""
    application.participations.filter(until=None).update(until=until)


def left_frozen_list(application: Application) -> bool:
    """Whether its correction had lapsed when a cutoff passed that is closed by now: the list stays as it is.

    Only a clock that was set back brings a correction on time after that.
    """
    lapsed_at = application.correction_lapsed_at
    if lapsed_at is None:
        return False
    cycle = application.participations.select_related("cycle").latest("pk").cycle
    return cycle.closed_at is not None and lapsed_at <= cycle.cutoff


def resume_participation(application: Application) -> Cycle:
    """A correction was on time after all: it came before the deadline, but waited for the lock of the sweep."""
    last = application.participations.select_related("cycle").latest("pk")
    last.until = None
    last.save(update_fields=["until"])
    return last.cycle

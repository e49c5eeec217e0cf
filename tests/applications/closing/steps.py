"""What the tests of closing do to applications around a cutoff."""

from datetime import datetime, timedelta

from applications.models import Application
from journal import clock
from programme.cutoff import default_cutoff
from programme.models import Cycle
from reviews.screening.actions import screen
from tests import factories

CUTOFF = default_cutoff(2026)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def ask_correction(application: Application, due: datetime) -> None:
    """Screening asks for a correction until ``due``."""
    screen(
        application.pk,
        actor=factories.staff(),
        outcome="correction",
        findings={},
        remarks="请补充说明。",
        due=due,
    )
    application.refresh_from_db()


def correction_asked(asked: datetime, due: datetime, **kwargs) -> Application:
    """An application received the day before ``asked``, sent back at ``asked`` to be corrected before ``due``."""
    with clock.set_to(asked - DAY):
        application = factories.received(**kwargs)
    with clock.set_to(asked):
        ask_correction(application, due)
    return application


def come_back(application: Application, at: datetime) -> Application:
    """Hand the correction in at that instant."""
    with clock.set_to(at):
        return factories.resubmitted(application)


def frozen(year: int) -> list[tuple[str, int]]:
    """The frozen list of a year: number of the application, number of its revision."""
    lines = Cycle.objects.get(year=year).frozen_lines.order_by("number")
    revisions = {
        revision.sha256: revision.number
        for application in Application.objects.received()
        for revision in application.revisions.all()
    }
    return [(line.number, revisions[line.revision_sha256]) for line in lines]

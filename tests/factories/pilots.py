"""What becomes of decisions: published, on a notice, kept in the library, or a pilot; and the cycle after."""

from datetime import timedelta

from accounts.models import User
from applications.models import Application
from journal import clock
from pilots.award import awarding as award_awarding
from programme.cycles.receiving import open_cycle, present_cycle
from programme.models import Cycle
from programme.notice import Sheet
from reviews.models import PublicNotice
from reviews.results import actions as results
from reviews.results.publication import Publication, Terms, compose, ready_decisions, usual_first_day
from tests.factories.evaluation import decide, decided, scored
from tests.factories.people import staff

LONGEST_NOTICE = timedelta(days=30)  # five working days are over by then, whatever the holidays
CONTACT = {"phone": "010-00000000", "email": "notice@example.org"}


def publication(*decided_ones: Application, introduction: str = "感谢参与。", **terms) -> Publication:
    """What publishing these decisions together would say, as its preview shows it."""
    cycle = decided_ones[0].cycle
    usual = {"first_day": usual_first_day(clock.now()), "working_days": 5} | CONTACT
    ids = [application.decision.pk for application in decided_ones]
    return compose(cycle, ready_decisions(cycle, ids), Terms(**(usual | terms)), introduction)


def publish(*decided_ones: Application, actor: User | None = None, **terms) -> PublicNotice | None:
    """Publish decisions together as they were previewed; the notice, when something of it is selected."""
    actor = actor or staff()
    seen = publication(*decided_ones, **terms)
    return results.publish(
        seen.cycle.pk,
        actor=actor,
        decisions=[decision.pk for decision in seen.decisions],
        terms=seen.terms,
        introduction=seen.introduction,
        checksum=seen.checksum,
    )


def proposed(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application on a public notice that runs."""
    application = decided(sheet, **kwargs)
    publish(application)
    return Application.objects.get(pk=application.pk)


def award(notice: PublicNotice) -> None:
    """Confirm and award the list of a notice that is over: one person publishes and confirms, another awards."""
    results.confirm_list(notice.pk, actor=notice.published_by)
    award_awarding.award(notice.pk, actor=staff())


def selected(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that the city selected after a notice that is over: its pilot has begun."""
    with clock.set_to(clock.now() - LONGEST_NOTICE):
        application = decided(sheet, **kwargs)
        notice = publish(application)
    award(notice)
    return Application.objects.get(pk=application.pk)


def keep(application: Application) -> Application:
    """A scored application that is not selected, and was told so."""
    decide(application, "kept")
    publish(Application.objects.get(pk=application.pk))
    return Application.objects.get(pk=application.pk)


def kept(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that stays in the library, as its applicant was told."""
    return keep(scored(sheet, **kwargs))


def next_cycle() -> Cycle:
    """The cycle after the one that takes what is received now, opened early."""
    now = clock.now()
    return open_cycle(present_cycle(now).year + 1, now)

"""What becomes of decisions: published, on a notice, kept in the library, or a pilot; and the cycle after."""

from datetime import timedelta

from accounts.models import Organisation, User
from applications.models import Application
from journal import clock
from pilots.award import awarding as award_awarding
from programme.cycles.receiving import open_cycle, present_cycle
from programme.library.earlier import enter_earlier
from programme.models import Cycle, LibraryEntry
from programme.notice import Sheet
from programme.states import LibraryState
from reviews.models import PublicNotice
from reviews.results import actions as results
from reviews.results.publication import Publication, Terms, compose, ready_decisions, usual_first_day
from tests.factories.evaluation import decide, decided, scored
from tests.factories.people import serial, staff

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


def years_later(years: int = 1):
    """A time in a later cycle: what was decided now was evaluated in an earlier one (ELI-R)."""
    return clock.set_to(clock.now() + timedelta(days=366 * years))


def paper_project(organisation: Organisation, **changes) -> LibraryEntry:
    """A technology application that was evaluated on paper in an earlier year, as staff enter it (ELI-R)."""
    fields = {
        "year": 2024,
        "number": f"2024技术{next(serial)}号",
        "sheet": Sheet.TECHNOLOGY,
        "field": "building",
        "name": "往年纸质示例项目",
        "organisation_name": organisation.name,
        "organisation_code": organisation.uscc,
        "district": organisation.district,
        "state": LibraryState.KEPT,
        "ended_untitled": False,
        "basis": "示例档案。",
    }
    return enter_earlier(actor=staff(), **(fields | changes))


def next_cycle() -> Cycle:
    """The cycle after the one that takes what is received now, opened early."""
    now = clock.now()
    return open_cycle(present_cycle(now).year + 1, now)

"""Which report periods of a pilot are over and not asked for yet. No writing."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.progress.schedule import YEAR, Period, ended_periods
from pilots.states import ENDED, PilotState, SubmissionKind, SubmissionState
from programme.states import Origin

GOING_ON = (PilotState.IMPLEMENTING, PilotState.TRIAL, PilotState.SELF_EVALUATED)


def reporting_pilots() -> QuerySet[Pilot]:
    """Pilots that may have to report: neither ended, nor the ministry's, whose course is not the city's."""
    living = Pilot.objects.exclude(state__in=ENDED).exclude(origin=Origin.NATIONAL)
    return living.select_related("entry__cycle").order_by("pk")


def periods_to_open(pilot: Pilot, today: date) -> Iterator[Period]:
    """Periods that are over and have no report, oldest first; they go on where the last report ended.

    So none overlaps another, also when a change of the plan moved its end. What an accepted self-evaluation tells of is
    not asked for again. Of a pilot that did not go its whole way here, only periods that ended since it stands where it
    stands.
    """
    start, end = _span(pilot)
    if start is None:
        return
    last = pilot.submissions.filter(kind=SubmissionKind.PROGRESS).order_by("period_to").last()
    if last and last.period_to:
        start = max(start, last.period_to + timedelta(days=1))
    months = pilot.report_months if plans(pilot) else YEAR
    told = _told_on(pilot)
    for period in ended_periods(start, end, months, today):
        if told and period.last >= told:
            return
        if pilot.origin == Origin.PORTAL or period.last >= day_of(pilot.state_since):
            yield period


def plans(pilot: Pilot) -> bool:
    """Whether it carries out a plan; else it has its title at once and tells its figures of each year (A2 §三.三)."""
    return pilot.entry.programme.life.plan is not None


def _span(pilot: Pilot) -> tuple[date | None, date | None]:
    """First and last day that reports cover; no first day: no reports, no last day: it is not known yet."""
    if not plans(pilot):
        titled = day_of(pilot.titled_at) if pilot.carries_title and pilot.titled_at else None
        return titled and date(titled.year, 1, 1), None
    until = pilot.implementing_until
    if pilot.entry.programme.life.trial_months and (pilot.state in GOING_ON or _told_on(pilot)):
        until = None  # it reports until its self-evaluation tells the rest (A1 §三.3)
    return pilot.implementing_from, until


def _told_on(pilot: Pilot) -> date | None:
    """The day on which the self-evaluation that was accepted was first handed in."""
    accepted: Submission | None = pilot.submissions.filter(
        kind=SubmissionKind.SELF_EVALUATION, state=SubmissionState.ACCEPTED
    ).first()
    return accepted.first_handed_in_on if accepted else None

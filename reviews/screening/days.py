"""How long the city itself took to screen: the time a correction is with its applicant does not count (CUT-5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from applications.models import Application
from applications.states import State
from reviews.models import Screening


class Span(NamedTuple):
    """When a version was submitted and screened, and with which outcome."""

    submitted: datetime
    screened: datetime
    outcome: str


@dataclass(frozen=True)
class Handled:
    """The city's own time with an application.

    Attributes:
        spent: all spans from an arrival to the screening of what arrived, and since the last arrival while it waits.
        paused: the clock stands: a correction is with the applicant.
        corrected: a correction was asked for at some time, so that less counts than has passed.
    """

    spent: timedelta
    paused: bool
    corrected: bool

    @property
    def days(self) -> str:
        """The time in words: whole days."""
        return f"{self.spent.days} 天" if self.spent.days else "不足 1 天"

    def __str__(self) -> str:
        """「市级办理已用 3 天（补正期间不计）」"""
        words = "市级办理已用" + (f" {self.days}" if self.spent.days else self.days)
        if self.paused:
            return words + "（补正中，暂停计时）"
        return words + ("（补正期间不计）" if self.corrected else "")


def handled(applications: Iterable[Application], now: datetime) -> dict[int, Handled]:
    """By the id of received applications, in one query."""
    listed = list(applications)
    spans: dict[int, list[Span]] = defaultdict(list)
    screenings = Screening.objects.filter(revision__application__in=[each.pk for each in listed])
    for pk, *span in screenings.values_list(
        "revision__application_id", "revision__submitted_at", "at", "outcome"
    ):
        spans[pk].append(Span(*span))
    return {each.pk: _handled(each, spans[each.pk], now) for each in listed}


def _handled(application: Application, spans: list[Span], now: datetime) -> Handled:
    spent = [span.screened - max(application.received_at, span.submitted) for span in spans]
    if application.state == State.RECEIVED:
        spent.append(now - application.state_since)
    corrected = any(span.outcome == Screening.Outcome.CORRECTION for span in spans)
    return Handled(sum(spent, timedelta()), application.state == State.CORRECTION, corrected)

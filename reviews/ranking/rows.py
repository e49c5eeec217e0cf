"""What stands before panels, and the ranking, in a constant number of queries (REV-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from applications.models import Application
from applications.models.application import ApplicationQuerySet
from applications.states import State
from programme.models import Cycle, LibraryEntry
from programme.notice import PilotType
from reviews.models import Decision, ScoreSheet
from reviews.scoring.totals import Ranked, ranking, result
from reviews.season import sheets_of
from reviews.states import ScoreSheetState

RANKED_STATES = (State.IN_REVIEW, State.PROPOSED, State.SELECTED, State.KEPT)

TO_REVIEW = (State.RECEIVED, State.CORRECTION, State.ACCEPTED, State.IN_REVIEW)


def with_sheets(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """Applications with their library entry and all score sheets, without the long draft answers."""
    sheets = ScoreSheet.objects.select_related("reviewer", "panel").order_by("reviewer__name", "pk")
    return (
        applications.select_related("entry", "cycle", "decision")
        .light()
        .prefetch_related(Prefetch("score_sheets", queryset=sheets))
    )


def with_lean_sheets(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """The same for long tables: panels and reviewers of the sheets are not fetched with each of them."""
    sheets = ScoreSheet.objects.order_by("pk").defer("conflict_note")
    return (
        applications.select_related("entry")
        .light()
        .prefetch_related(Prefetch("score_sheets", queryset=sheets))
    )


def with_totals(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """The same for a page of a list: of each sheet only its state and total, of each application what it is."""
    sheets = ScoreSheet.objects.order_by("pk").only("application", "state", "total")
    return (
        applications.select_related("entry")
        .light()
        .prefetch_related(Prefetch("score_sheets", queryset=sheets))
    )


def entry_of(application: Application) -> LibraryEntry:
    """The library entry of a reviewed application, which has had one since it was received (REV-5)."""
    if application.entry is None:
        raise ValueError(f"Application {application.pk} has no library entry: it was never received.")
    return application.entry


def valid_totals(application: Application) -> list[Decimal]:
    """Totals of the sheets that count, from what was prefetched."""
    submitted = (a.total for a in application.score_sheets.all() if a.state == ScoreSheetState.SUBMITTED)
    return [total for total in submitted if total is not None]


@dataclass(frozen=True)
class Row:
    """One line of the ranking."""

    application: Application
    ranked: Ranked[int]
    open_sheets: int


def reviewed(cycle: Cycle, pilot_type: PilotType | str, field: str = "") -> ApplicationQuerySet:
    """The applications of a cycle, type and (when given) field that were reviewed."""
    applications = Application.objects.filter(
        cycle=cycle, sheet__in=sheets_of(pilot_type), state__in=RANKED_STATES
    ).order_by("number")
    return applications.filter(field=field) if field else applications


def reviewable(cycle: Cycle, pilot_type: PilotType | str, field: str = "") -> ApplicationQuerySet:
    """The applications of a cycle, type and (when given) field that are, or may yet come, before a panel."""
    applications = Application.objects.filter(
        cycle=cycle, sheet__in=sheets_of(pilot_type), state__in=TO_REVIEW
    )
    return applications.filter(field=field) if field else applications


def selected_in(cycle: Cycle) -> QuerySet[LibraryEntry]:
    """Library entries of what is to be selected in a cycle, or was, of all types (AWD-1). For city staff only."""
    ready = Q(
        application__decision__in=Decision.objects.ready(cycle).filter(outcome=Decision.Outcome.SELECTED)
    )
    return LibraryEntry.objects.filter(
        ready | Q(application__state__in=[State.PROPOSED, State.SELECTED]), cycle=cycle
    )


def ranked(applications: Iterable[Application]) -> list[Row]:
    """Applications with their sheets (``with_sheets``), best first."""
    found = {application.pk: application for application in applications}
    rows = ranking({pk: result(valid_totals(application)) for pk, application in found.items()})
    return [Row(found[row.key], row, open_sheets(found[row.key])) for row in rows]


def open_sheets(application: Application) -> int:
    """How many sheets are still to come, from what was prefetched."""
    waiting = (ScoreSheetState.ASSIGNED, ScoreSheetState.SCORING)
    return sum(a.state in waiting for a in application.score_sheets.all())

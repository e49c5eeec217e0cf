"""What stands before panels, and the ranking, in a constant number of queries (REV-3)."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from applications.models import Application
from applications.states import State
from pilots.models import Cycle
from pilots.programme import PilotType, Sheet
from reviews.models import Assignment, Panel
from reviews.scoring import Ranked, ranking, result
from reviews.states import AssignmentState

RANKED_STATES = (State.IN_REVIEW, State.SELECTED, State.KEPT)


def sheets_of(pilot_type: str) -> list[Sheet]:
    """The official forms by which one applies for a type."""
    return [sheet for sheet in Sheet if sheet.pilot_type == pilot_type]


def with_sheets(applications: QuerySet) -> QuerySet:
    """Applications with their library entry and all score sheets, without the long draft answers."""
    sheets = Assignment.objects.select_related("reviewer").order_by("reviewer__name", "pk")
    return (
        applications.select_related("entry", "cycle")
        .defer("answers")
        .prefetch_related(Prefetch("assignments", queryset=sheets))
    )


def valid_totals(application: Application) -> list:
    """Totals of the sheets that count, from what was prefetched."""
    return [a.total for a in application.assignments.all() if a.state == AssignmentState.SUBMITTED]


@dataclass(frozen=True)
class Row:
    """One line of the ranking."""

    application: Application
    place: Ranked
    open_sheets: int


def ranking_rows(cycle: Cycle, pilot_type: PilotType | str, field: str = "") -> list[Row]:
    """The applications of a cycle, type and (when given) field that were reviewed, best first; two queries."""
    reviewed = Application.objects.filter(
        cycle=cycle, sheet__in=sheets_of(pilot_type), state__in=RANKED_STATES
    ).order_by("number")
    if field:
        reviewed = reviewed.filter(field=field)
    found = {application.pk: application for application in with_sheets(reviewed)}
    places = ranking({pk: result(valid_totals(application)) for pk, application in found.items()})
    return [Row(found[place.key], place, _open_sheets(found[place.key])) for place in places]


def _open_sheets(application: Application) -> int:
    waiting = (AssignmentState.ASSIGNED, AssignmentState.SCORING)
    return sum(a.state in waiting for a in application.assignments.all())


def cycle_in_review() -> Cycle | None:
    """The cycle that staff most likely mean: the newest with a panel, else the running one, if any."""
    return Cycle.objects.exclude(panels=None).order_by("-year").first() or Cycle.objects.running()


def panels_with_progress(cycle: Cycle | None) -> QuerySet:
    """Panels of a cycle (of all for None) with how far their sheets are."""
    panels = Panel.objects.select_related("cycle").annotate(
        members=Count("reviewers", distinct=True),
        cases=Count("assignments__application", distinct=True),
        due_sheets=Count("assignments", filter=~Q(assignments__state=AssignmentState.RECUSED), distinct=True),
        done_sheets=Count(
            "assignments", filter=Q(assignments__state=AssignmentState.SUBMITTED), distinct=True
        ),
    )
    panels = panels.order_by("-cycle__year", "-pk")
    return panels.filter(cycle=cycle) if cycle else panels


def before(panel: Panel) -> QuerySet:
    """Applications that stand before a panel, with their sheets."""
    return with_sheets(Application.objects.filter(assignments__panel=panel).distinct().order_by("number"))


def fitting(panel: Panel) -> QuerySet:
    """Accepted applications of the panel's cycle, type and field that are before no panel yet."""
    accepted = Application.objects.filter(
        cycle_id=panel.cycle_id, sheet__in=sheets_of(panel.pilot_type), state=State.ACCEPTED
    )
    if panel.field:
        accepted = accepted.filter(field=panel.field)
    return accepted.select_related("entry", "recommender").defer("answers").order_by("number")

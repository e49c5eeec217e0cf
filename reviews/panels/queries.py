"""Panels with their progress, and the applications before a panel or fit for it."""

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.rules import organisation_ids
from applications.models import Application
from applications.states import State
from programme.models import Cycle
from reviews.models import Panel
from reviews.ranking.rows import with_sheets
from reviews.season import sheets_of
from reviews.states import ScoreSheetState


def panels_with_progress(cycle: Cycle | None) -> QuerySet:
    """Panels of a cycle (of all for None) with how far their sheets are."""
    panels = Panel.objects.select_related("cycle").annotate(
        members=Count("reviewers", distinct=True),
        cases=Count("score_sheets__application", distinct=True),
        due_sheets=Count(
            "score_sheets", filter=~Q(score_sheets__state=ScoreSheetState.RECUSED), distinct=True
        ),
        done_sheets=Count(
            "score_sheets", filter=Q(score_sheets__state=ScoreSheetState.SUBMITTED), distinct=True
        ),
    )
    panels = panels.order_by("-cycle__year", "-pk")
    return panels.filter(cycle=cycle) if cycle else panels


def before(panel: Panel) -> QuerySet:
    """Applications that stand before a panel, with their sheets."""
    return with_sheets(Application.objects.filter(score_sheets__panel=panel).distinct().order_by("number"))


def fitting(panel: Panel, user: User) -> QuerySet:
    """Accepted applications of the panel's cycle, type and field that are before no panel yet, without own matters."""
    accepted = Application.objects.filter(
        cycle_id=panel.cycle_id, sheet__in=sheets_of(panel.pilot_type), state=State.ACCEPTED
    ).exclude(organisation__in=organisation_ids(user))
    if panel.field:
        accepted = accepted.filter(field=panel.field)
    return accepted.select_related("entry", "recommender").light().order_by("number")

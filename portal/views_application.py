"""The page of an application with what its evaluation and its pilot add (REV-1, REV-4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from applications.models import Application
from applications.states import State
from applications.views_application import detail_page
from journal import clock
from pilots.acts import GRANT_SUPPORT
from pilots.models import Pilot
from programme.models import LibraryEntry
from programme.states import LibraryState
from reviews.models import Screening, SiteVisit, WorkPlan
from reviews.rules import VISITABLE, may_be_visited
from reviews.states import VisitState, WorkPlanState


@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an application: site visits, work plan, letters about its screening, its pilot."""
    context = detail_page(request.user, pk)
    application = context["application"]
    context |= {
        "pilot": Pilot.objects.visible_to(request.user).filter(entry=application.entry_id).first(),
        "visits": _visits(application, request.user),
        "visit_for": _visit_for(application, request.user),
        "screened": Screening.objects.visible_to(request.user)
        .filter(revision__application=application)
        .exists(),
    }
    context |= _work_plan(application, request.user) | _support(application, request.user)
    return render(request, "portal/application.html", context)


def _visit_for(application: Application, user: User) -> int | None:
    """Id of an application to which a visit is planned from its page; that of a pilot has evaluations for it."""
    here = application.state != State.SELECTED and may_be_visited(user, application)
    return application.pk if here else None


def _visits(application: Application, user: User):
    """Visits that are planned while the application may be visited (REV-1); of a pilot those since it was selected."""
    if application.state not in VISITABLE:
        return SiteVisit.objects.none()
    visits = SiteVisit.objects.visible_to(user).filter(
        cases__application=application, state=VisitState.PLANNED
    )
    if application.state == State.SELECTED:
        visits = visits.filter(created_at__gte=application.state_since)
    return visits.order_by("starts_at")


def _work_plan(application: Application, user: User) -> dict:
    """The work plan of a zone in the final review, and whether it is still asked for (REV-4)."""
    plan = WorkPlan.objects.visible_to(user).filter(application=application).first()
    asked = bool(plan) and plan.state != WorkPlanState.HANDED_IN and application.state == State.IN_REVIEW
    return {"plan": plan, "asked": asked, "late": asked and plan.due <= clock.now()}


def _support(application: Application, user: User) -> dict:
    """What was given to an application that was kept in the library: its owner and the city read it (AWD-1, Notice §四)."""
    kept = LibraryEntry.objects.visible_to(user).filter(pk=application.entry_id, state=LibraryState.KEPT)
    entry = kept.first()
    return {
        "entry": entry,
        "measures": entry.support_measures.standing().select_related("by") if entry else [],
        "support_form": None,
        "cancel_form": None,
        "for_city": False,
        "supports": bool(entry) and GRANT_SUPPORT.can(user, entry),
    }

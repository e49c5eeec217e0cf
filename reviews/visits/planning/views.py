"""Site visits: the list, planning, the plan, changing and cancelling it (REV-1)."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from accounts.rules import may, organisation_ids
from applications.models import Application
from journal import clock
from journal.workflow import Refused
from reviews.models import SiteVisit, VisitCase
from reviews.rules import VISITABLE
from reviews.states import VISIT_LOOKS, VisitStatus
from reviews.visits.filters import VisitFilter
from reviews.visits.lists import listed, mine_today, visit_status
from reviews.visits.planning.actions import cancel_visit, change_visit, plan_visit, visitors_words
from reviews.visits.planning.forms import ChangeVisitForm, NewVisitForm, ReasonForm
from reviews.workflow import VISIT

PAGE_SIZE = 30


@require_safe
@only_for(Capability.VISIT, Capability.REVIEW)
def visit_list(request: HttpRequest) -> HttpResponse:
    """My visits of today first, then all that this person may see, newest first."""
    now = clock.now()
    found = VisitFilter(request.GET, queryset=SiteVisit.objects.visible_to(request.user), user=request.user)
    page = Paginator(listed(found.rows), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "today": [_row(visit, now) for visit in mine_today(request.user, now)],
        "filter": found,
        "page": page,
        "rows": [_row(visit, now) for visit in page],
        "for_city": may(request.user, Capability.VISIT),
        "sees": _cases_seen(request),
    }
    return render(request, "reviews/visits/list.html", context)


def _cases_seen(request: HttpRequest) -> set[int]:
    """Ids of the records that a reviewer may open; city staff open all."""
    if may(request.user, Capability.VISIT):
        return set()
    return set(VisitCase.objects.visible_to(request.user).values_list("pk", flat=True))


@only_for(Capability.VISIT)
def visit_create(request: HttpRequest) -> HttpResponse:
    """Plan a visit; ``?application=`` (id) fills in the number of one that may be visited."""
    form = NewVisitForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            visit = plan_visit(actor=request.user, applications=form.cleaned_data["numbers"], **form.plan)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = visit.starts_at > visit.created_at
            messages.success(
                request, "现场调研已安排，已通知申报单位和参加人员。" if told else "已补录，没有发送通知。"
            )
            return redirect(visit)
    return render(request, "reviews/visits/form.html", {"form": form, "visit": None})


def _initial(request: HttpRequest) -> dict:
    pk = request.GET.get("application", "")
    visitable = Application.objects.of_city(request.user).filter(state__in=VISITABLE)
    found = visitable.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 10 else None
    return {"staff": [request.user.pk]} | ({"numbers": found.number} if found else {})


def visible_visit(request: HttpRequest, pk: int) -> SiteVisit:
    """The visit when this person may see it, else 404."""
    return get_object_or_404(SiteVisit.objects.visible_to(request.user), pk=pk)


@require_safe
@only_for(Capability.VISIT, Capability.REVIEW, Capability.APPLY)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan; city staff go on to the records, an applicant sees its own applications only."""
    return _show(request, visible_visit(request, pk), ReasonForm())


def _sees_as_applicant(user: User, visit: SiteVisit) -> bool:
    """Whether a person sees the visit only because it goes to the own organisation: then nothing of the others."""
    if may(user, Capability.VISIT) or not may(user, Capability.APPLY):
        return False
    return not SiteVisit.objects.gone_on_by(user).filter(pk=visit.pk).exists()


def _row(visit: SiteVisit, now: datetime) -> tuple[SiteVisit, VisitStatus, str]:
    """(visit, its status, how that looks)."""
    status = visit_status(visit, now)
    return visit, status, VISIT_LOOKS.look(status).family


def _show(request: HttpRequest, found: SiteVisit, form: ReasonForm) -> HttpResponse:
    cases = found.cases.select_related("application__entry", "handed_in_by")
    for_city, for_applicant = may(request.user, Capability.VISIT), _sees_as_applicant(request.user, found)
    if for_applicant:
        cases = cases.filter(application__organisation_id__in=organisation_ids(request.user))
    status = visit_status(found, clock.now())
    context = {
        "visit": found,
        "cases": cases,
        "state": status.label,
        "family": VISIT_LOOKS.look(status).family,
        "visitors": visitors_words(found),
        "people": found.visitors.prefetch_related("grants") if for_city else [],
        "verbs": VISIT.available(found, request.user),
        "for_city": for_city,
        "for_applicant": for_applicant,
        "sees": _cases_seen(request),
        "cancel_form": form,
    }
    return render(request, "reviews/visits/visit.html", context)


@only_for(Capability.VISIT)
def visit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a visit or change who comes, with a reason; everybody is told."""
    found = visible_visit(request, pk)
    form = ChangeVisitForm(request.POST or None, visit=found)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, lambda: change_visit(pk, actor=request.user, reason=reason, **form.plan)):
            messages.success(request, "现场调研已调整，并通知申报单位和参加人员。")
            return redirect(found)
    return render(request, "reviews/visits/form.html", {"form": form, "visit": found})


@require_POST
@only_for(Capability.VISIT)
def visit_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a visit with a reason; everybody is told."""
    found, form = visible_visit(request, pk), ReasonForm(request.POST)
    if form.is_valid() and _done(
        form, lambda: cancel_visit(pk, actor=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "现场调研已取消，并通知申报单位和参加人员。")
        return redirect(found)
    return _show(request, visible_visit(request, pk), form)


def _done(form, act: Callable[[], object]) -> bool:
    """Do it; a refusal is said at the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

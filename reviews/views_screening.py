"""Screening: the list of what the city received, and the sheet of one application (REV-1, CUT-5)."""

from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import city_only
from applications import dossier
from applications.models import Application, Revision
from applications.packet_request import opinion_of
from applications.states import State
from applications.workflow import APPLICATION
from journal import clock
from journal.workflow import Refused
from pilots.cutoff import BEIJING, correction_due
from pilots.programme import CONDITIONS, PAPER_COPIES, Sheet
from reviews.actions import VERB_OF, screen
from reviews.filters import SCREENED_STATES, ScreeningFilter
from reviews.forms_screening import ScreeningForm
from reviews.models import Screening

PAGE_SIZE = 50
FAMILY = {
    State.RECEIVED: "action",
    State.ACCEPTED: "action",
    State.CORRECTION: "waiting",
    State.IN_REVIEW: "waiting",
    State.NOT_ELIGIBLE: "bad",
    State.SELECTED: "good",
    State.KEPT: "good",
    State.WITHDRAWN: "neutral",
}


@require_safe
@city_only
def screening_list(request: HttpRequest) -> HttpResponse:
    """Everything the city received, filtered, sorted, with the paper that came in."""
    received = (
        Application.objects.visible_to(request.user)
        .with_paper_copies()
        .select_related("organisation", "cycle", "entry", "recommender")
    )
    filtered = ScreeningFilter(request.GET, queryset=received)
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": filtered,
        "tabs": _tabs(request),
        "page": page,
        "rows": [(application, FAMILY[application.state]) for application in page],
        "wanted": PAPER_COPIES,
    }
    return render(request, "reviews/screening_list.html", context)


def _tabs(request: HttpRequest) -> list[dict]:
    """States as tabs, counted under the other filters that are set."""
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    others = ScreeningFilter(query, queryset=Application.objects.visible_to(request.user)).qs
    counts = Counter(others.values_list("state", flat=True))
    chosen = request.GET.get("state", "")
    return [
        {
            "label": label,
            "url": f"?{_with_state(query, state)}",
            "active": state == chosen,
            "badge": counts[state] if state else counts.total(),
        }
        for state, label in [("", "全部"), *SCREENED_STATES]
    ]


def _with_state(query, state: str) -> str:
    query = query.copy()
    if state:
        query["state"] = state
    return query.urlencode()


@city_only
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The conditions of the type beside the form; the outcome of a revision (REV-1)."""
    queryset = Application.objects.visible_to(request.user).with_paper_copies()
    application = get_object_or_404(
        queryset.select_related("cycle", "organisation", "recommender", "current_revision"), pk=pk
    )
    application.current_revision.application = application
    form = ScreeningForm(request.POST or None, sheet=application.sheet, initial=_initial(application))
    form.fields["due_day"].help_text += f"默认 {application.cycle.correction_period}。"
    if request.method == "POST" and form.is_valid() and _screened(request, application, form):
        return redirect(f"{reverse('screening_list')}?state={State.RECEIVED}")
    verbs = APPLICATION.available(application, request.user)
    possible = any(verb in verbs for verb in VERB_OF.values())
    context = _reading(application) | {
        "form": form,
        "possible": possible,
        "confirmed": [] if possible else dossier.confirmed_of(application.current_revision),
        "registrable": "register_paper" in verbs,
    }
    return render(request, "reviews/screening.html", context)


def _initial(application: Application) -> dict:
    cycle = application.cycle
    working = cycle.correction_day_kind == cycle.DayKind.WORKING
    due = correction_due(clock.now(), cycle.correction_days, working=working)
    return {"due_day": due.astimezone(BEIJING).date() - timedelta(days=1)}


def _screened(request: HttpRequest, application: Application, form: ScreeningForm) -> bool:
    try:
        done = screen(
            application.pk,
            actor=request.user,
            outcome=form.cleaned_data["outcome"],
            findings=form.findings,
            remarks=form.cleaned_data["remarks"],
            due=form.due,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"{application.number} 形式审查结论：{done.get_outcome_display()}。")
    return True


def _reading(application: Application) -> dict:
    """What stands beside the sheet: form, files, opinion, reasons, earlier screenings, what changed since."""
    revision = application.current_revision
    before = application.revisions.filter(number=revision.number - 1).first()
    packet = dossier.packet_of(revision)
    return {
        "application": application,
        "revision": revision,
        "family": FAMILY[application.state],
        "code": dossier.code_of(revision),
        "wanted": PAPER_COPIES,
        "paper": dossier.paper_of(revision),
        "attachments": dossier.attachments_of(revision),
        "packet": packet,
        "downloads": dossier.downloads_of(revision, packet),
        "reasons": dossier.reasons_of(revision),
        "opinion": opinion_of(revision),
        "before": before,
        "changes": dossier.changes(before, revision) if before else [],
        "screenings": _screenings(revision),
    }


def _screenings(revision: Revision) -> list[tuple[Screening, list[tuple[str, dict]]]]:
    """All screenings of the application, newest first, each with (condition, finding)."""
    found = Screening.objects.filter(revision__application_id=revision.application_id)
    conditions = CONDITIONS[Sheet(revision.application.sheet)]
    return [
        (each, [(c.text, each.findings[c.key]) for c in conditions if c.key in each.findings])
        for each in found.select_related("revision", "by").order_by("-at")
    ]

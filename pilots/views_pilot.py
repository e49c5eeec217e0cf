"""Pilots as their organisation sees them; staff use the same pages with other verbs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import may
from face.fields import today
from face.wording import chinese_date
from files.refusals import StoreFull
from files.responses import serve
from journal.models import Audience, Record
from pilots.acts import GRANT_SUPPORT
from pilots.award.certificate import file_of
from pilots.award.letters import award_years
from pilots.change import panel as change
from pilots.deadlines.views import own_deadlines
from pilots.evaluation import panel as evaluation
from pilots.figures import panel as figures
from pilots.filters import PilotFilter
from pilots.life_line import panel as life_line
from pilots.models import Pilot
from pilots.plan import panel as plan
from pilots.standing import days_of, standing
from pilots.states import PILOT_LOOKS, Viewer
from pilots.submissions import panel as submissions
from pilots.support.forms import CancelSupportForm, SupportForm
from pilots.targets import panel as targets
from pilots.title import panel as title
from pilots.trial import panel as trial
from pilots.withdrawal import panel as withdrawal

PAGE_SIZE = 30


@require_safe
@only_for(Capability.APPLY, Capability.FOLLOW_PILOTS, Capability.AWARD)
def pilot_list(request: HttpRequest) -> HttpResponse:
    """The pilots a person may see, newest year first."""
    pilots = Pilot.objects.public().visible_to(request.user).defer("remarks")
    found = PilotFilter(request.GET, queryset=pilots)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    for_city = may(request.user, Capability.READ_RECEIVED)
    rows = [(pilot, _family(pilot, for_city)) for pilot in page]
    years = award_years() if may(request.user, Capability.AWARD) else []
    context = {"filter": found, "page": page, "rows": rows, "for_city": for_city, "award_years": years}
    context["may_set_terms"] = may(request.user, Capability.SET_CYCLE)
    context["due"] = [] if for_city else own_deadlines(request.user)
    return render(request, "pilots/list.html", context)


@require_safe
def pilot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One pilot: where it stands, what is next, its plans, its history."""
    return show_pilot(request, visible_pilot(request, pk))


def visible_pilot(request: HttpRequest, pk: int) -> Pilot:
    """The pilot when this person may see it, else 404."""
    return get_object_or_404(Pilot.objects.public().visible_to(request.user), pk=pk)


PANELS = (
    plan.panel,
    life_line.panel,
    submissions.panel,
    targets.panel,
    change.panel,
    figures.panel,
    trial.panel,
    evaluation.panel,
    title.panel,
    withdrawal.panel,
)  # what each subject adds to the page


def show_pilot(request: HttpRequest, pilot: Pilot, **forms) -> HttpResponse:
    """The page of a pilot; ``forms`` are those that come back with errors."""
    for_city = may(request.user, Capability.READ_RECEIVED)
    supports = GRANT_SUPPORT.can(request.user, pilot.entry)
    records = Record.objects.about("pilots.pilot", pilot.pk)
    if not may(request.user, Capability.READ_JOURNAL):
        records = records.filter(audience=Audience.PARTIES)
    context = {
        "pilot": pilot,
        "entry": pilot.entry,
        "for_city": for_city,
        "certificate": pilot.certificate,
        "measures": pilot.entry.support_measures.standing().select_related("by"),
        "records": records,
        "support_form": SupportForm(entry=pilot.entry) if supports else None,
        "cancel_form": CancelSupportForm(auto_id=False) if supports else None,
        "shown_forms": forms.values(),
        "support_url": reverse("support_add", args=[pilot.pk]),
        "standing": standing(pilot, _viewer(for_city), today(), days_of(pilot)),
    }
    for panel in PANELS if pilot.entry.pilot_type else ():  # a pilot of the ministry has no life here
        context |= panel(pilot, request.user)
    return render(request, "pilots/detail.html", context | forms)


def _viewer(for_city: bool) -> Viewer:
    return Viewer.CITY if for_city else Viewer.ORGANISATION


def _family(pilot: Pilot, for_city: bool) -> str:
    return PILOT_LOOKS.look(pilot.state, _viewer(for_city)).family


@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of the title that the pilot carries; of a title that was withdrawn it is not given out any more."""
    pilot = visible_pilot(request, pk)
    if pilot.title_withdrawn:
        lost = f"称号“{pilot.title}”已于{chinese_date(pilot.ended_at)}撤销，称号证书不再有效，不再提供下载。"
        messages.error(request, f"称号已撤销：{lost}")
        return redirect("pilot_detail", pk=pk)
    certificate = pilot.certificate
    if certificate is None:
        raise Http404
    try:
        stored = file_of(certificate)
    except StoreFull as refusal:
        messages.error(request, str(refusal))
        return redirect("pilot_detail", pk=pk)
    return serve(stored, f"{certificate.pilot.entry.number}-称号证书.pdf", inline="show" in request.GET)

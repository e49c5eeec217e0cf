"""Pilots as their organisation sees them; staff use the same pages with other verbs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from accounts.rules import may
from files.refusals import StoreFull
from files.responses import INLINE_TYPES, serve
from journal import clock
from journal.models import Audience, Record
from pilots.acts import END_UNTITLED, GRANT_SUPPORT
from pilots.award.certificate import file_of
from pilots.award.forms import TitleForm, UntitledForm
from pilots.award.letters import award_years
from pilots.award.plaques import plaque_step
from pilots.filters import PilotFilter
from pilots.models import Pilot, Plan
from pilots.plan.forms import PlanReviewForm
from pilots.states import PILOT_LOOKS, Viewer
from pilots.support.forms import CancelSupportForm, SupportForm
from pilots.workflow import PILOT
from programme.plan_form import PlanForm

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
    return render(request, "pilots/list.html", context)


@require_safe
def pilot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One pilot: where it stands, what is next, its plans, its history."""
    return show_pilot(request, visible_pilot(request, pk))


def visible_pilot(request: HttpRequest, pk: int) -> Pilot:
    """The pilot when this person may see it, else 404."""
    return get_object_or_404(Pilot.objects.public().visible_to(request.user), pk=pk)


def show_pilot(request: HttpRequest, pilot: Pilot, **forms) -> HttpResponse:
    """The page of a pilot; ``forms`` are those that come back with errors."""
    verbs = PILOT.available(pilot, request.user)
    for_city = may(request.user, Capability.READ_RECEIVED)
    records = Record.objects.about("pilots.pilot", pilot.pk)
    if not may(request.user, Capability.READ_JOURNAL):
        records = records.filter(audience=Audience.PARTIES)
    offered = {
        "plan_form": PlanForm() if "submit_plan" in verbs else None,
        "review_form": PlanReviewForm() if "approve_plan" in verbs else None,
        "title_form": TitleForm() if "grant_title" in verbs else None,
        **_support(pilot, request.user),
    }
    context = {
        "pilot": pilot,
        "entry": pilot.entry,
        "for_city": for_city,
        "certificate": pilot.certificate,
        "plans": [_plan_row(plan) for plan in pilot.plans.select_related("file", "submitted_by")][::-1],
        "records": records,
        "shown_forms": forms.values(),
        "title_url": reverse("grant_title", args=[pilot.pk]),
        **_words(pilot, for_city) | _ending(pilot, request.user),
        **offered,
        **forms,
    }
    return render(request, "pilots/detail.html", context)


def _support(pilot: Pilot, user: User) -> dict:
    """What was given, the plaque that is next, and forms for who may record more (AWD-1)."""
    supports = GRANT_SUPPORT.can(user, pilot.entry)
    measures = pilot.entry.support_measures.standing().select_related("by")
    return {
        "measures": measures,
        "plaque": plaque_step(pilot, measures, clock.now()),
        "support_form": SupportForm(entry=pilot.entry) if supports else None,
        "cancel_form": CancelSupportForm(auto_id=False) if supports else None,
        "support_url": reverse("support_add", args=[pilot.pk]),
    }


def _ending(pilot: Pilot, user: User) -> dict:
    """What is needed to record that the pilot ends without the title (ELI-R)."""
    form = UntitledForm() if END_UNTITLED.can(user, pilot) else None
    return {"untitled_form": form, "untitled_url": reverse("pilot_untitled", args=[pilot.pk])}


def _family(pilot: Pilot, for_city: bool) -> str:
    return PILOT_LOOKS.look(pilot.state, Viewer.CITY if for_city else Viewer.ORGANISATION).family


def _words(pilot: Pilot, for_city: bool) -> dict:
    """What the page says about where the pilot stands."""
    programme, name = pilot.entry.programme, pilot.entry.programme.plan_name
    return {
        "family": _family(pilot, for_city),
        "needs_plan": programme.needs_plan,
        "plan_name": name,
        "plan_heading": f"提交{name}",
        "next_plan": f"编制并提交{name}",
        "implementing_until": programme.life.implementing,
        "award_title": pilot.entry.cycle.title_of(pilot.entry.pilot_type),
    }


def _plan_row(plan: Plan) -> dict:
    """A version of the plan with its file, as the page shows it."""
    url = reverse("plan_file", args=[plan.pk])
    file = {
        "name": plan.file_name,
        "size": plan.file.size,
        "sha256": plan.file_id,
        "url": url,
        "preview_url": f"{url}?show" if plan.file.mime in INLINE_TYPES else "",
    }
    return {"plan": plan, "heading": f"第 {plan.version} 版", "files": [file]}


@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of the title that the pilot carries."""
    certificate = visible_pilot(request, pk).certificate
    if certificate is None:
        raise Http404
    try:
        stored = file_of(certificate)
    except StoreFull as refusal:
        messages.error(request, str(refusal))
        return redirect("pilot_detail", pk=pk)
    return serve(stored, f"{certificate.pilot.entry.number}-称号证书.pdf", inline="show" in request.GET)

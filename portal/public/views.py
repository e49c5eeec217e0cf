"""What everybody reads without an account: the call, the four forms, the awarded pilots."""

from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from files.inspection import MIMES
from journal import clock
from pilots.filters import AwardedFilter
from pilots.life_line.panel import public_panel
from pilots.models import Pilot
from programme.cycles.receiving import present_cycle
from programme.notice import (
    CENTRE_ADDRESS,
    CENTRE_NAME,
    FORMS,
    PAPER_COPIES,
    PROGRAMMES,
    PROGRESS_REPORT,
    Sheet,
    form_of,
    programme_of,
)
from sheets.grid import grid
from sheets.html import paper
from sheets.loading import definition
from sheets.word.render import render_word

PAGE_SIZE = 30


@require_safe
@login_not_required
def public_index(request: HttpRequest) -> HttpResponse:
    """The call of the year: what, who, how, until when, and what for (Notice §一 to §四)."""
    cycle = present_cycle(clock.now())
    context = {
        "cycle": cycle,
        "moved": cycle.moved_cutoff,
        "next_year": cycle.year + 1,
        "forms": list(FORMS.values()),
        "materials": [(sheet, form.materials) for sheet, form in FORMS.items()],
        "programmes": PROGRAMMES.values(),
        **_paper(),
    }
    return render(request, "portal/public/index.html", context)


def _paper() -> dict:
    return {"copies": PAPER_COPIES, "centre": CENTRE_NAME, "centre_address": CENTRE_ADDRESS}


@require_safe
@login_not_required
def public_type(request: HttpRequest, sheet: str) -> HttpResponse:
    """One form: who may apply and how, what to hand in, what follows, and the form itself as empty paper."""
    cycle = present_cycle(clock.now())
    kind = _sheet_or_404(sheet, cycle.year)
    form = form_of(kind)
    official = definition(cycle.year).sheets[kind]
    context = {
        "sheet": kind,
        "programme": programme_of(kind.pilot_type),
        "call": form.call,
        "cycle": cycle,
        "park_quota": cycle.park_quota if form.counts_for_quota else None,
        "conditions": form.conditions,
        "work": form.work,
        "fields": form.fields,
        "materials": form.materials,
        "progress_report": PROGRESS_REPORT,
        "award_title": cycle.title_of(kind.pilot_type),
        "form_paper": paper(grid(official, {}, cycle.year)),
        "has_stamp": bool(official.declaration),
        "others": [other for other in Sheet if other != kind and other in definition(cycle.year).sheets],
        **_paper(),
    }
    return render(request, "portal/public/type.html", context)


@require_safe
@login_not_required
def public_form(request: HttpRequest, sheet: str) -> HttpResponse:
    """The empty official form as Word, to read or to fill in without the portal."""
    year = present_cycle(clock.now()).year
    kind = _sheet_or_404(sheet, year)
    response = HttpResponse(_empty_word(kind.value, year), content_type=MIMES["docx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{kind.value}-{year}.docx"'
    return response


@lru_cache(maxsize=16)
def _empty_word(sheet: str, year: int) -> bytes:
    """The form without answers; kept, because everybody gets the same one."""
    return render_word(grid(definition(year).sheets[sheet], {}, year))


def _sheet_or_404(sheet: str, year: int) -> Sheet:
    """The form of a year; none that begins in a later one."""
    if sheet not in Sheet or sheet not in definition(year).sheets:
        raise Http404
    return Sheet(sheet)


@require_safe
@login_not_required
def public_pilots(request: HttpRequest) -> HttpResponse:
    """All selected pilots with their title and state; organisations only, no person (AWD-1)."""
    found = AwardedFilter(request.GET, queryset=Pilot.objects.public())
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/public/pilots.html", {"filter": found, "page": page})


@require_safe
@login_not_required
def public_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    """One pilot with what everybody may know: where it stands, its milestones, what it aims at and what was found."""
    pilot = get_object_or_404(Pilot.objects.public(), pk=pk)
    context = {"pilot": pilot, "entry": pilot.entry, **public_panel(pilot)}
    return render(request, "portal/public/pilot.html", context)

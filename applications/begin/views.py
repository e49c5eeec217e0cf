"""Beginning an application: choosing a form, copying an earlier one, coming again."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import Organisation, User
from accounts.rules import organisation_ids
from applications.begin import actions
from applications.begin.forms import TOKEN_LENGTH, CopyForm, StartForm
from applications.begin.once import BegunAlready
from applications.models import Application
from applications.requirements import field_choices
from applications.workflow import APPLICATION
from journal import clock
from journal.workflow import Refused
from programme.cycles.receiving import present_cycle
from programme.models import LibraryEntry
from programme.notice import FORMS, PROGRAMMES, programme_of
from programme.states import LibraryState, Origin
from sheets.loading import definition

EARLIER_SHOWN = 10
COMING_AGAIN = [kind for kind, programme in PROGRAMMES.items() if programme.may_come_again]


def _begun(request: HttpRequest, act: Callable[..., Application], *what, **values) -> Application:
    """Begin an application; a press that has begun one already leads there, and the person reads so."""
    once = request.POST.get("once", "")[:TOKEN_LENGTH]
    try:
        return act(*what, actor=request.user, once=once, **values)
    except BegunAlready as already:
        messages.info(request, str(already))
        return already.application


@only_for(Capability.APPLY)
def application_start(request: HttpRequest) -> HttpResponse:
    """Choose one of the four forms, each with who may apply; ``?word`` leads on to filling it in with Word."""
    own = Organisation.objects.filter(pk__in=organisation_ids(request.user))
    if not own:
        return redirect("organisation_register")
    form = StartForm(request.POST or None, organisations=own)
    if request.method == "POST" and form.is_valid():
        try:
            application = _begun(request, actions.start, *form.chosen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(
                "application_word" if "word" in request.GET else "application_basics", application.pk
            )
    earlier = Application.objects.drafts_of(request.user).select_related("cycle", "organisation")
    context = {
        "form": form,
        "sheets": _cards(),
        "several": len(own) > 1,
        "earlier": earlier[:EARLIER_SHOWN],
        "paper_projects": _paper_rows(request.user),
    }
    return render(request, "applications/begin/start.html", context)


def _paper_rows(user: User) -> list[dict]:
    """Each paper project of a person's organisations, with the application with which it comes again by now."""
    year = present_cycle(clock.now()).year
    projects = list(paper_projects(organisation_ids(user)))
    again = Application.objects.drafts_of(user).coming_again([entry.pk for entry in projects], year)
    begun = {application.previous_entry_id: application for application in again.light().order_by("pk")}
    return [{"entry": entry, "again": begun.get(entry.pk)} for entry in projects]


def _cards() -> list[dict]:
    """The forms of the year that takes what is received now, side by side."""
    official = definition(present_cycle(clock.now()).year).sheets
    return [
        {
            "sheet": sheet,
            "conditions": form.conditions,
            "fields": field_choices(sheet),
            "only_recommended": programme_of(sheet.pilot_type).must_be_recommended,
        }
        for sheet, form in FORMS.items()
        if sheet in official
    ]


@require_POST
def apply_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Start this year's draft from an application that was not awarded (ELI-R)."""
    application = get_object_or_404(Application.objects.drafts_of(request.user), pk=pk)
    try:
        again = _begun(request, actions.apply_again, pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(application)
    messages.success(request, f"已带入「{application.title}」填写的内容，请核对并更新。")
    return redirect("application_basics", again.pk)


@require_POST
@only_for(Capability.APPLY)
def apply_again_from_library(request: HttpRequest, pk: int) -> HttpResponse:
    """Start this year's draft from a paper application of an earlier year, for the organisation whose it is (ELI-R)."""
    ids = organisation_ids(request.user)
    entry = get_object_or_404(paper_projects(ids), pk=pk)
    own = Organisation.objects.filter(pk__in=ids)
    organisation = own.filter(Q(pk=entry.organisation_id) | Q(uscc=entry.organisation_code)).first()
    try:
        again = _begun(request, actions.apply_again_from_library, pk, organisation)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("application_start")
    messages.success(request, f"已开始「{entry.name}」的再次申报，请填写申报表并上传项目实施进展和成效报告。")
    return redirect("application_basics", again.pk)


def paper_projects(organisation_ids: list[int]) -> QuerySet[LibraryEntry]:
    """Paper applications of earlier years of these organisations that may come again (ELI-R)."""
    entries = LibraryEntry.objects.of_codes(organisation_ids).filter(origin=Origin.IMPORTED)
    evaluated = entries.filter(Q(state=LibraryState.KEPT) | Q(ended_untitled=True))
    return (
        evaluated.filter(pilot_type__in=COMING_AGAIN).select_related("cycle").order_by("-cycle__year", "pk")
    )


def application_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a draft from an own application: an own draft, or last year's for this year's form."""
    own = Application.objects.drafts_of(request.user).select_related("cycle", "organisation", "recommender")
    earlier = get_object_or_404(own.prefetch_related("attachments__file"), pk=pk)
    year = present_cycle(clock.now()).year
    form = CopyForm(request.POST or None, initial={"with_files": earlier.cycle.year == year})
    if request.method == "POST" and form.is_valid():
        made = _begun(request, actions.copy, earlier, with_files=form.cleaned_data["with_files"])
        messages.success(request, f"已复制「{earlier.title}」，请逐页核对并更新后再提交。")
        return redirect("application_basics", made.pk)
    context = {
        "earlier": earlier,
        "form": form,
        "year": year,
        "files": earlier.attachments.all(),
        "may_apply_again": "apply_again" in APPLICATION.available(earlier, request.user),
    }
    return render(request, "applications/begin/copy.html", context)

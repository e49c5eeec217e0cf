"""The pages of a draft: basics, the parts of the form, conditions. Saved incomplete at any time."""

import json
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString

from applications.filling.autosave import clash_links
from applications.filling.basics_form import BasicsForm
from applications.filling.forms import ConditionsForm
from applications.filling.hints import notes_of
from applications.filling.page import draft_context, draft_page, drafts_of
from applications.filling.pages import following, page_of
from applications.filling.saving import Saved, save_part
from applications.filling.saving_pages import FORMS, page_marks, save_page
from applications.models import Application
from applications.remarks.follow_up import describe, remark_boxes
from applications.requirements import answer_norms
from sheets.answers import sentence
from sheets.forms import PartForm
from sheets.grid import grid
from sheets.html import paper
from sheets.merging.merge import marks_of


def _onward(request: HttpRequest, application: Application, key: str, stay: bool = False) -> HttpResponse:
    """After saving: the next page for 保存并继续, else the same one, which then says what is wrong on it."""
    here = page_of(application, key).url
    return redirect(following(application, key) if "continue" in request.POST and not stay else here)


def _shows_gaps(request: HttpRequest, application: Application, key: str) -> bool:
    if request.GET.keys() & {"added", "removed"}:
        return False
    return "check" in request.GET or page_of(application, key).visited


@draft_page
def basics(request: HttpRequest, application: Application) -> HttpResponse:
    """Field, district, route, recommender. A POST without 保存并继续 shows the recommenders of the new district."""
    if request.method == "POST":
        saved = save_page(application.pk, "basics", request.POST, actor=request.user)
        if saved.clashes:
            return _clashing_page(request, application.pk, "basics", saved)
        form = BasicsForm(request.POST, application=saved.application)
        fits = form.is_valid() and not form.lacks_reason
        return _onward(request, saved.application, "basics", stay=not fits or "decide" in request.POST)
    form = BasicsForm(application=application, complete=_shows_gaps(request, application, "basics"))
    context = draft_context(application, "basics") | _saveable(form)
    return render(request, "applications/filling/basics.html", context)


def _saveable(form: BasicsForm | ConditionsForm) -> dict:
    """What a page with one of these forms shows: the form, and the marks of what it was made from."""
    return {"form": form, "copy": json.dumps(page_marks(form)), "clashes": []}


def _clashing_page(request: HttpRequest, pk: int, key: str, saved: Saved) -> HttpResponse:
    """The page as the person has it, with what clashes with others."""
    application = get_object_or_404(drafts_of(request.user), pk=pk)
    form = FORMS[key](request.POST, application=application)
    clashes = list(saved.clashes.values())
    context = draft_context(application, key) | {
        "form": form,
        "copy": json.dumps(saved.copy),
        "clashes": clashes,
        "problems": clash_links(clashes),
    }
    return render(request, f"applications/filling/{key}.html", context, status=409)


@draft_page
def form_part(request: HttpRequest, application: Application, part: str) -> HttpResponse:
    """One part of the official form, with the paper beside it. Malformed entries are saved and flagged; what
    another person changed meanwhile is shown beside the own version, with 409.
    """
    form = application.form
    if part not in [applicant_part.key for applicant_part in form.applicant_parts]:
        raise Http404
    if request.method == "POST":
        saved = save_part(application.pk, part, request.POST, actor=request.user)
        if not saved.clashes:
            return _after_part(request, saved, part)
        application = get_object_or_404(drafts_of(request.user), pk=application.pk)
        return _part_page(request, application, part, saved)
    return _part_page(request, application, part)


def _after_part(request: HttpRequest, saved: Saved, part: str) -> HttpResponse:
    """Where to go when a part was saved."""
    application, year = saved.application, saved.application.cycle.year
    fields = PartForm(application.form, application.form.part(part), year, saved.entered, request.POST)
    if saved.kept:
        messages.warning(request, saved.kept)
    if fields.restructured:
        return redirect(f"{page_of(application, part).url}?{'added' if fields.adds else 'removed'}=1#part")
    return _onward(request, application, part, stay=not fields.is_valid() or "decide" in request.POST)


def _part_page(
    request: HttpRequest, application: Application, part: str, saved: Saved | None = None
) -> HttpResponse:
    """The page of a part: as it is stored, or as the person has it, with what clashes with others."""
    context = draft_context(application, part)
    form, year = application.form, context["counting"].year
    shown = saved.entered if saved else application.answers
    fields = PartForm(
        form,
        form.part(part),
        year,
        shown,
        check=not saved and _shows_gaps(request, application, part),
        clashes=saved.clashes if saved else None,
        notes=notes_of(application),
        boxes=remark_boxes(context["remarks"]),
    )
    fields.copy = saved.copy if saved else fields.by_name(marks_of(form, shown, (form.part(part),)))
    problems = [(anchor, sentence(label, message)) for anchor, label, message in fields.problems]
    clashes = clash_links(fields.all_clashes)
    context |= {
        "fields": fields,
        "problems": clashes or problems,
        "paper": paper_of_part(application, part, year),
        "work": application.programme_form.work,
    }
    return render(request, "applications/filling/form_part.html", context, status=409 if saved else 200)


def paper_of_part(application: Application, key: str, year: int) -> SafeString:
    """The rows of one part as they stand on paper."""
    form = application.form
    whole = grid(form, application.answers, year)
    position = [part.key for part in form.parts].index(key)
    starts = [number for number, row in enumerate(whole.rows) if row.is_heading] + [len(whole.rows)]
    return paper(replace(whole, rows=whole.rows[starts[position] : starts[position + 1]], footnote=""))


@draft_page
def conditions(request: HttpRequest, application: Application) -> HttpResponse:
    """A box for each condition of the type, a reason for each norm that the application is outside of."""
    if request.method == "POST":
        asked = answer_norms(application)
        saved = save_page(application.pk, "conditions", request.POST, actor=request.user)
        if saved.clashes:
            return _clashing_page(request, application.pk, "conditions", saved)
        form = ConditionsForm(request.POST, application=application)
        stay = not form.is_valid() or any(norm not in asked for norm in answer_norms(saved.application))
        return _onward(request, saved.application, "conditions", stay=stay or "decide" in request.POST)
    form = ConditionsForm(application=application, complete=_shows_gaps(request, application, "conditions"))
    context = draft_context(application, "conditions") | _saveable(form)
    describe(form, context["remarks"])
    return render(request, "applications/filling/conditions.html", context)

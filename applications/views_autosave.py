"""Saving while one types: small answers for the script of the draft pages (``static/applications/js/draft.js``)."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.carbon_page.saving import WHOLE, SavedSheet, save_sheet
from applications.carbon_page.views import carbon_context, other_version_html
from applications.filling.autosave import autosaving, clash_boxes, saved_answer
from applications.filling.hints import notes_of_fields
from applications.filling.lacks import PAGE_LACKS
from applications.filling.page import draft_context, draft_page
from applications.filling.saving import Saved, save_part
from applications.filling.saving_pages import FORMS, save_page
from applications.filling.views import paper_of_part
from applications.models import Application
from applications.remarks.follow_up import remark_boxes_by_id
from sheets.answers import Trouble, problems, sentence


@autosaving
def autosave(request: HttpRequest, pk: int, key: str) -> JsonResponse:
    """Save a page of a draft."""
    try:
        if key == "carbon":
            return _carbon_answer(save_sheet(pk, request.POST, actor=request.user))
        save = save_page if key in FORMS else save_part
        saved = save(pk, key, request.POST, actor=request.user)
    except (Application.DoesNotExist, KeyError) as error:
        raise Http404 from error
    boxes = clash_boxes(saved.clashes.values())
    return saved_answer(saved.at, saved.copy, saved.newer, boxes, faults=_faults(saved, key))


def _carbon_answer(saved: SavedSheet) -> JsonResponse:
    """The same of the carbon figures, which clash as a whole."""
    clashes = [{"name": WHOLE, "html": other_version_html(saved.application)}] if saved.overtaken else []
    return saved_answer(saved.at, saved.copy, [], clashes)


def _faults(saved: Saved, key: str) -> list[dict]:
    """What is wrong or missing on the page as the person has it, for its fields and the summary above them."""
    if key in PAGE_LACKS:
        found = [
            (lack.url.partition("#")[2], lack.message, lack.message, lack.trouble)
            for lack in PAGE_LACKS[key](saved.application)
        ]
    else:
        found = [
            (problem.anchor, problem.message, sentence(problem.label, problem.message), problem.trouble)
            for problem in problems(saved.application.form, saved.entered)
            if problem.part_key == key
        ]
    return [
        {"anchor": anchor, "message": message, "said": said, "missing": trouble is Trouble.MISSING}
        for anchor, message, said, trouble in found
    ]


@require_safe
@draft_page
def beside(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """What stands around the fields of a page and follows from what is saved: steps, strip, paper, dependent fields."""
    if key == "carbon" and application.programme_form.carbon:
        context = carbon_context(application, application.carbon)
        return render(request, "applications/carbon_page/beside.html", context)
    known = {*FORMS, *(part.key for part in application.form.applicant_parts)}
    if key not in known:
        raise Http404
    context = draft_context(application, key) | {"paper": "", "form": None, "notes_of_fields": []}
    context["remark_boxes"] = remark_boxes_by_id(context["remarks"])
    if key in FORMS:
        context["form"] = FORMS[key](application=application)
        return render(request, "applications/filling/draft_beside.html", context)
    context["notes_of_fields"] = notes_of_fields(application, key)
    if "paper" in request.GET:
        context["paper"] = paper_of_part(application, key, context["counting"].year)
    return render(request, "applications/filling/draft_beside.html", context)

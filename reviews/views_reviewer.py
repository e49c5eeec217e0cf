"""The desk of a reviewer: what is assigned, the declaration, the score sheet (REV-2, REV-3)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import only_for
from accounts.rules import is_reviewer
from accounts.templatetags.portal import chinese_date
from applications.packet_request import paper_answers
from files.models import StoredFile
from files.responses import INLINE_TYPES, serve
from journal.workflow import Refused
from pilots.programme import AGAIN_MATERIALS, MATERIALS, Sheet
from reviews.actions import declare_no_conflict, recuse, save_scores, submit_sheet
from reviews.forms import ConflictForm, ScoreForm
from reviews.models import Assignment, Criterion
from reviews.rubrics import rubric_of
from reviews.rules import assigned_reviewer, may_read, review_open
from reviews.states import FAMILIES, AssignmentState
from reviews.workflow import ASSIGNMENT
from sheets.grid import grid
from sheets.html import paper

WITHHELD = (
    "contact_name",
    "contact_phone",
    "contact_email",
    "recommender_contact",
    "recommender_phone",
    "legal_representative",
)  # what a reviewer need not know to judge, and must not use


@require_safe
@only_for(is_reviewer)
def reviewer_desk(request: HttpRequest) -> HttpResponse:
    """What is assigned to this person: first what is to be done, soonest due first."""
    own = Assignment.objects.visible_to(request.user).filter(reviewer=request.user)
    sheets = list(_with_case(own).order_by("panel__due", "application__number"))
    todo = [sheet for sheet in sheets if ASSIGNMENT.available(sheet, request.user) and review_open(sheet)]
    scored = [sheet for sheet in sheets if sheet.state != AssignmentState.RECUSED]
    context = {
        "todo": [(sheet, FAMILIES[AssignmentState(sheet.state)]) for sheet in todo],
        "done": [(sheet, "good" if sheet.total else "neutral") for sheet in sheets if sheet not in todo],
        "scored": len(scored),
        "submitted": sum(sheet.state == AssignmentState.SUBMITTED for sheet in scored),
    }
    return render(request, "reviews/reviewer_desk.html", context)


def _with_case(sheets):
    related = ("panel__cycle", "application__cycle", "application__entry", "application__recommender")
    return sheets.select_related("reviewer", *related).defer("application__answers")


def reviewer_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """First the declaration, then form and attachments beside the score sheet; read-only once it is final."""
    sheet = _sheet_or_404(request, pk)
    if request.method != "POST":
        return _show(request, sheet)
    submitting = request.POST.get("do") == "submit"
    form = ScoreForm(_criteria(sheet), request.POST, complete=submitting)
    if not form.is_valid():
        return _show(request, sheet, score_form=form)
    keep = submit_sheet if submitting else save_scores
    try:
        keep(pk, actor=request.user, scores=form.scores, remarks=form.cleaned_data["remarks"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, sheet, score_form=form)
    messages.success(request, "评分表已提交，不能再修改。" if submitting else "已保存，尚未提交。")
    return redirect("reviewer_sheet", pk=pk)


@require_POST
def reviewer_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare that there is no conflict of interest, or which one there is, and step back (REV-2)."""
    sheet = _sheet_or_404(request, pk)
    form = ConflictForm(request.POST)
    clear = request.POST.get("do") == "none"
    if not clear and not form.is_valid():
        return _show(request, sheet, conflict_form=form)
    try:
        if clear:
            declare_no_conflict(pk, actor=request.user)
        else:
            recuse(pk, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reviewer_sheet", pk=pk)
    if clear:
        messages.success(request, "已记录您的声明，可以开始评分。")
        return redirect("reviewer_sheet", pk=pk)
    messages.success(request, "已记录您的回避，并通知市级工作人员。感谢您如实声明。")
    return redirect("reviewer_desk")


def _sheet_or_404(request: HttpRequest, pk: int) -> Assignment:
    visible = Assignment.objects.visible_to(request.user)
    return get_object_or_404(_with_case(visible).select_related("application__current_revision"), pk=pk)


def _criteria(sheet: Assignment) -> list[Criterion]:
    return rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)


def _show(request: HttpRequest, sheet: Assignment, **forms) -> HttpResponse:
    """The page of a sheet; ``forms`` are those that come back with errors."""
    criteria = _criteria(sheet)
    verbs = ASSIGNMENT.available(sheet, request.user) if review_open(sheet) else []
    own = assigned_reviewer(request.user, sheet)
    context = {
        "sheet": sheet,
        "own": own,
        "verbs": verbs,
        "editable": "submit_sheet" in verbs,
        "family": FAMILIES[AssignmentState(sheet.state)],
        "due_text": f"{chinese_date(sheet.panel.due)} 24:00" if sheet.panel.due else "",
        **_next(sheet),
        "back_url": reverse("reviewer_desk") if own else reverse("panel_detail", args=[sheet.panel_id]),
        "declare_url": reverse("reviewer_declare", args=[sheet.pk]),
        "conflict_form": ConflictForm(),
        "score_form": ScoreForm(
            criteria, initial=ScoreForm.initial_of(criteria, sheet.scores, sheet.remarks)
        ),
        "score_lines": [(criterion, sheet.scores.get(str(criterion.pk), "—")) for criterion in criteria],
        "readable": may_read(request.user, sheet),
        "shown_forms": forms.values(),
        **forms,
    }
    if context["readable"]:
        context |= {"form_paper": _paper(sheet), "files": _files(sheet)}
    return render(request, "reviews/reviewer_sheet.html", context)


def _next(sheet: Assignment) -> dict:
    """What follows, by whom and until when, for those who only read the sheet."""
    if not review_open(sheet) or sheet.state == AssignmentState.RECUSED:
        return {"next_step": "无需再办理", "next_by": "", "next_until": ""}
    if sheet.state == AssignmentState.SUBMITTED:
        return {"next_step": "汇总评分，作出决定", "next_by": "北京市生态环境局", "next_until": ""}
    due = f"{chinese_date(sheet.panel.due)} 24:00" if sheet.panel.due else ""
    return {"next_step": "声明利益关系并评分", "next_by": str(sheet.reviewer), "next_until": due}


def _paper(sheet: Assignment) -> str:
    """The form under review, without the people in it."""
    application = sheet.application
    answers = {k: v for k, v in paper_answers(application.current_revision).items() if k not in WITHHELD}
    return paper(grid(application.form, answers, application.cycle.year))


def _files(sheet: Assignment) -> list[dict]:
    names = {line.key: line.name for line in (*MATERIALS[Sheet(sheet.application.sheet)], *AGAIN_MATERIALS)}
    found = []
    for index, item in enumerate(sheet.application.current_revision.attachments):
        url = reverse("reviewer_file", args=[sheet.pk, index])
        preview = f"{url}?show" if item["mime"] in INLINE_TYPES else ""
        found.append(item | {"kind": names.get(item["material"], ""), "url": url, "preview_url": preview})
    return found


@require_safe
def reviewer_file(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """An attachment of the revision under review, by its place in the list.

    Raises:
        Http404: not assigned, not declared yet, or no such attachment.
    """
    sheet = _sheet_or_404(request, pk)
    attachments = sheet.application.current_revision.attachments
    if not may_read(request.user, sheet) or index >= len(attachments):
        raise Http404
    item = attachments[index]
    stored = get_object_or_404(StoredFile, pk=item["sha256"])
    return serve(stored, item["name"], inline="show" in request.GET)

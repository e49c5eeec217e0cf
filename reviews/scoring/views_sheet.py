"""The score sheet beside what is to be judged: declaration, saving while one types, submission (REV-2, REV-3)."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from applications.dossier.earlier import earlier_file
from applications.filling.autosave import autosaving, clash_boxes, clash_links, saved_answer
from face.templatetags.portal import chinese_date
from files.models import StoredFile
from files.responses import serve
from journal.workflow import Refused
from reviews.models import Criterion, ScoreSheet
from reviews.rubrics.rubric import rubric_of
from reviews.rules import assigned_reviewer, may_read, review_open
from reviews.scoring.actions import declare_no_conflict, recuse, submit_sheet
from reviews.scoring.desk import lines_of, neighbours, with_case
from reviews.scoring.forms import ConflictForm, ScoreForm, faults_of
from reviews.scoring.history import earlier_versions
from reviews.scoring.reading import carbon_of, earlier_project_of, files_of, paper_of, reasons_given
from reviews.scoring.saving import Saved, marks_of, save_sheet, texts_of
from reviews.states import SCORE_SHEET_LOOKS, ScoreSheetState, Viewer
from reviews.visits.lists import visits_of
from reviews.work_plans.lists import plan_for_reviewer
from reviews.workflow import SCORE_SHEET

UNSEEN = "您在另一个窗口改过：{}。已合并在下面，请核对后再提交。"


@never_cache
def reviewer_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """First the declaration, then form and attachments beside the score sheet; read-only once it is final."""
    sheet = _sheet_or_404(request, pk)
    if request.method != "POST":
        return _show(request, sheet)
    submitting = request.POST.get("do") == "submit"
    form = ScoreForm(_criteria(sheet), request.POST, complete=submitting)
    whole = form.is_valid()
    try:
        saved = save_sheet(pk, request.POST, actor=request.user)
        if saved.clashes:
            messages.error(request, "评分表没有提交。" if submitting else "有内容没有保存。")
        if saved.clashes or (submitting and saved.newer):
            return _show(request, _sheet_or_404(request, pk), saved=saved)
        if submitting and whole:
            submit_sheet(pk, actor=request.user, scores=form.scores, remarks=form.cleaned_data["remarks"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, sheet, score_form=form)
    if not whole:
        return _show(request, _sheet_or_404(request, pk), score_form=form)
    messages.success(request, "评分表已提交，不能再修改。" if submitting else "已保存，尚未提交。")
    return redirect("reviewer_sheet", pk=pk)


@autosaving
def reviewer_save(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what is typed; says also how many scores are none."""
    if not assigned_reviewer(request.user, _sheet_or_404(request, pk)):
        raise Http404
    saved = save_sheet(pk, request.POST, actor=request.user)
    faults = faults_of(saved, request.POST)
    unfit = sum(not fault["missing"] for fault in faults)
    boxes = clash_boxes(saved.clashes)
    return saved_answer(saved.at, saved.copy, saved.newer, boxes, faults=faults, unfit=unfit)


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
    return _served(request, attachments[index])


@require_safe
def reviewer_earlier_file(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """A file of what the application under review comes again from (ELI-R).

    Raises:
        Http404: not assigned, not declared yet, or no such file.
    """
    sheet = _sheet_or_404(request, pk)
    if not may_read(request.user, sheet):
        raise Http404
    return _served(request, earlier_file(sheet.application, index))


def _served(request: HttpRequest, item: dict) -> HttpResponse:
    stored = get_object_or_404(StoredFile, pk=item["sha256"])
    return serve(stored, item["name"], inline=bool(request.GET.keys() & {"show", "preview"}))


def _sheet_or_404(request: HttpRequest, pk: int) -> ScoreSheet:
    visible = ScoreSheet.objects.visible_to(request.user)
    return get_object_or_404(with_case(visible).select_related("application__current_revision"), pk=pk)


def _criteria(sheet: ScoreSheet) -> list[Criterion]:
    return rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)


def _show(request: HttpRequest, sheet: ScoreSheet, saved: Saved | None = None, **forms) -> HttpResponse:
    """The page of a sheet; ``saved`` when two windows met, ``forms`` are those that come back with errors."""
    criteria = _criteria(sheet)
    verbs = SCORE_SHEET.available(sheet, request.user) if review_open(sheet) else []
    own = assigned_reviewer(request.user, sheet)
    context = {
        "sheet": sheet,
        "own": own,
        "verbs": verbs,
        "editable": "submit_sheet" in verbs,
        "family": SCORE_SHEET_LOOKS.look(sheet.state, Viewer.OWNER).family,
        "due_text": f"{chinese_date(sheet.panel.due)} 24:00" if sheet.panel.due else "",
        **_next(sheet),
        "back_url": reverse("reviewer_desk") if own else reverse("panel_detail", args=[sheet.panel_id]),
        "declare_url": reverse("reviewer_declare", args=[sheet.pk]),
        "conflict_form": ConflictForm(),
        **_entered(sheet, criteria, saved),
        "score_lines": [(criterion, sheet.scores.get(str(criterion.pk), "—")) for criterion in criteria],
        "readable": may_read(request.user, sheet),
        "shown_forms": forms.values(),
        "earlier": [] if own else earlier_versions([sheet], criteria).get(sheet.pk, []),
        **forms,
    }
    context["before"], context["after"] = neighbours(lines_of(request.user), sheet) if own else (None, None)
    if context["readable"]:
        context |= _readings(sheet, request.user)
    return render(request, "reviews/scoring/sheet.html", context)


def _readings(sheet: ScoreSheet, user: User) -> dict:
    """What stands beside the scores: the form, reasons, files, carbon figures, work plan and visits."""
    return {
        "reasons": reasons_given(sheet),
        "paper": paper_of(sheet),
        "attachments": files_of(sheet),
        "carbon": carbon_of(sheet),
        "earlier_project": earlier_project_of(sheet),
        "work_plan": plan_for_reviewer(sheet.application, user),
        "visits": visits_of([sheet.application], user).get(sheet.application_id, []),
    }


def _entered(sheet: ScoreSheet, criteria: list[Criterion], saved: Saved | None) -> dict:
    """The form with what is stored and what is wrong with it; what clashes as this window has it; the marks of both."""
    clashes = saved.clashes if saved else []
    texts = texts_of(sheet, criteria)
    shown = texts | {clash.name: clash.mine for clash in clashes}
    marks = marks_of(texts) | {clash.name: saved.copy[clash.name] for clash in clashes}
    newer = saved.newer if saved and not clashes else []
    return {
        "score_form": ScoreForm(criteria, shown),
        "copy": json.dumps(marks),
        "clashes": clashes,
        "problems": clash_links(clashes),
        "unseen": UNSEEN.format("、".join(newer)) if newer else "",
    }


def _next(sheet: ScoreSheet) -> dict:
    """What follows, by whom and until when, for those who only read the sheet."""
    if not review_open(sheet) or sheet.state == ScoreSheetState.RECUSED:
        return {"next_step": "无需再办理", "next_by": "", "next_until": ""}
    if sheet.state == ScoreSheetState.SUBMITTED:
        return {"next_step": "汇总评分，作出决定", "next_by": "北京市生态环境局", "next_until": ""}
    due = f"{chinese_date(sheet.panel.due)} 24:00" if sheet.panel.due else ""
    return {"next_step": "声明利益关系并评分", "next_by": str(sheet.reviewer), "next_until": due}

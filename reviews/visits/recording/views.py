"""The record of a visit, written on site with a phone: fields, photos, handing in, reopening, the report (REV-1)."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import may
from applications.filling.autosave import autosaving, clash_boxes, clash_links, saved_answer
from face.downloads import letter_file
from files.inspection import shown_name
from files.photos import take_photo
from files.refusals import FileRefused
from files.responses import serve
from journal.workflow import Refused
from reviews.models import VisitCase, VisitPhoto
from reviews.states import CONCLUSION_LOOKS
from reviews.visits.lists import photo_rows
from reviews.visits.planning.actions import visitors_words
from reviews.visits.planning.forms import ReasonForm
from reviews.visits.recording.actions import (
    MAX_PHOTOS,
    add_photo,
    change_caption,
    hand_in_case,
    remove_photo,
    reopen_case,
)
from reviews.visits.recording.entries import Fields, missing, words
from reviews.visits.recording.forms import RecordForm
from reviews.visits.recording.report import report
from reviews.visits.recording.saving import save_case
from reviews.workflow import VISIT_CASE
from sheets.merging.edits import last_writer
from sheets.merging.saving import Saved, marks_on


def _case_or_404(request: HttpRequest, pk: int) -> VisitCase:
    related = ("visit", "application__entry", "application__cycle", "handed_in_by")
    return get_object_or_404(VisitCase.objects.visible_to(request.user).select_related(*related), pk=pk)


@never_cache
@only_for(Capability.VISIT, Capability.READ_REVIEW, Capability.REVIEW)
def visit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The record: open for city staff, read-only once it is handed in."""
    case = _case_or_404(request, pk)
    if "write" not in VISIT_CASE.available(case, request.user):
        return _read(request, case, ReasonForm())
    if request.method != "POST":
        return _write(request, case)
    try:
        saved = save_case(pk, request.POST, actor=request.user)
        if saved.clashes:
            handing_in = request.POST.get("do") == "hand_in"
            messages.error(request, "调研记录没有提交。" if handing_in else "有内容没有保存。")
            return _write(request, saved.row, saved=saved)
        if request.POST.get("do") == "hand_in":
            return _hand_in(request, saved)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(case)
    messages.success(request, "已保存，尚未提交。")
    return redirect(case)


def _hand_in(request: HttpRequest, saved: Saved) -> HttpResponse:
    lacks = list(missing(saved.row))
    if lacks:
        return _write(request, saved.row, saved=saved, lacks=lacks)
    hand_in_case(saved.row.pk, actor=request.user)
    messages.success(request, "调研记录已提交，不能再修改。")
    return redirect(saved.row)


def _write(
    request: HttpRequest, case: VisitCase, saved: Saved | None = None, lacks: list | None = None
) -> HttpResponse:
    """The form as this person has it: what was sent, over what is stored."""
    case = _case_or_404(request, case.pk) if saved else case
    fields = Fields(case.checklist)
    shown = case.entries | (fields.taken(request.POST) if saved else {})
    form = RecordForm(shown if lacks else None, case=case)
    form.initial = shown
    form.is_valid()
    for name, message in lacks or ():
        form.add_error(name, message)
    clashes = saved.clashes if saved else []
    context = {
        "case": case,
        "form": form,
        "copy": json.dumps(saved.copy if saved else marks_on(fields, case.entries)),
        "clashes": clashes,
        "problems": clash_links(clashes) or form.problems,
        "visitors": visitors_words(case.visit),
        "photos": photo_rows(case),
        "max_photos": MAX_PHOTOS,
        "last": "own" if last_writer(case.edits) in (None, request.user.pk) else "other",
    }
    return render(request, "reviews/visits/case.html", context)


def _read(request: HttpRequest, case: VisitCase, form: ReasonForm) -> HttpResponse:
    entries, checklist = case.entries, case.checklist
    lines = [
        (
            item,
            words(f"item_{item['key']}", entries.get(f"item_{item['key']}", "")),
            entries.get(f"remark_{item['key']}", ""),
        )
        for item in checklist["items"]
    ]
    figures = [
        (each, entries.get(f"site_{each['key']}", ""), entries.get(f"note_{each['key']}", ""))
        for each in checklist["figures"]
    ]
    context = {
        "case": case,
        "lines": lines,
        "figures": figures,
        "family": CONCLUSION_LOOKS.look(case.conclusion).family if case.conclusion else "neutral",
        "visitors": visitors_words(case.visit),
        "photos": photo_rows(case),
        "verbs": VISIT_CASE.available(case, request.user),
        "for_city": may(request.user, Capability.VISIT),
        "reopen_form": form,
    }
    return render(request, "reviews/visits/case_read.html", context)


@autosaving
def visit_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save while it is written."""
    if not may(request.user, Capability.VISIT) or not VisitCase.objects.filter(pk=pk).exists():
        raise Http404
    saved = save_case(pk, request.POST, actor=request.user)
    return saved_answer(saved.at, saved.copy, saved.newer, clash_boxes(saved.clashes))


@require_POST
@only_for(Capability.VISIT)
def visit_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a record with a reason."""
    case, form = _case_or_404(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _read(request, case, form)
    try:
        reopen_case(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "调研记录已退回，可以修改后重新提交。")
    return redirect(case)


@require_POST
@only_for(Capability.VISIT)
def visit_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Take photos; each that is refused is said, the others are kept."""
    case, added = _case_or_404(request, pk), 0
    uploads = request.FILES.getlist("photos")
    if not uploads:
        messages.error(request, "请先拍照，或选择照片。")
    for upload in uploads:
        try:
            add_photo(
                pk,
                take_photo(upload),
                actor=request.user,
                caption=_caption(request),
            )
            added += 1
        except (FileRefused, Refused) as refusal:
            messages.error(request, f"「{shown_name(upload)}」未上传：{refusal}")
    if added:
        messages.success(request, f"已上传 {added} 张照片。")
    return redirect(f"{case.get_absolute_url()}#photos")


@require_safe
@only_for(Capability.VISIT, Capability.READ_REVIEW, Capability.REVIEW)
def visit_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo, or with ``?small`` the small one; for those who may read its record."""
    cases = VisitCase.objects.visible_to(request.user)
    photo = get_object_or_404(
        VisitPhoto.objects.filter(case__in=cases).select_related("file", "small"), pk=pk
    )
    return serve(photo.small if "small" in request.GET else photo.file, photo.name, inline=True)


@require_POST
@only_for(Capability.VISIT)
def visit_photo_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo off an open record."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("case"), pk=pk)
    try:
        remove_photo(pk, actor=request.user)
        messages.success(request, "照片已删除。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{photo.case.get_absolute_url()}#photos")


@require_POST
@only_for(Capability.VISIT)
def visit_photo_caption(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said at a photo of an open record."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("case"), pk=pk)
    try:
        change_caption(pk, actor=request.user, caption=_caption(request))
        messages.success(request, "照片说明已保存。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{photo.case.get_absolute_url()}#photos")


def _caption(request: HttpRequest) -> str:
    return request.POST.get("caption", "").strip()[:100]


@require_safe
@only_for(Capability.VISIT)
def visit_report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The record as a paper, Word or PDF."""
    case = _case_or_404(request, pk)
    if not case.handed_in_at:
        raise Http404
    return letter_file(report(case, pictures=kind == "pdf"), kind, f"{case.application.number}-现场调研记录")

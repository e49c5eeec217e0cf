"""The page of a submission: written while it is open, read afterwards; the same for every kind."""

import json
from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.rules import may
from applications.filling.autosave import autosaving, clash_boxes, clash_links, saved_answer
from face.fields import today
from face.wording import days_left
from journal.workflow import Refused
from pilots.models import Submission
from pilots.states import Outcome, SubmissionState
from pilots.submissions.forms import AnswerForm, FileForm
from pilots.submissions.kinds import NOTE, kind_of, page_of, title_of
from pilots.submissions.shown import attached_files, family_of, may_see_draft, shown_versions, standing
from pilots.workflow import SUBMISSION
from pilots.writing.forms import LayoutForm
from pilots.writing.reading import sections_of
from pilots.writing.saving import NOT_NOW, save_submission
from sheets.merging.edits import last_writer
from sheets.merging.saving import Saved, marks_on


def submission_or_404(request: HttpRequest, pk: int) -> Submission:
    """The submission when this person may see that it exists."""
    rows = Submission.objects.visible_to(request.user).select_related("pilot__entry__cycle")
    layouts_read = "pilot__review_remarks", "pilot__target_sets__targets"  # once for all versions
    return get_object_or_404(rows.prefetch_related(*layouts_read), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page: to write for the organisation while it is open, to read for everybody else."""
    row = submission_or_404(request, pk)
    if not SUBMISSION.can("write_submission", row, request.user):
        if request.method == "POST":
            messages.error(request, NOT_NOW)
        return show_read(request, row)
    if request.method != "POST":
        return show_write(request, row)
    try:
        return _save(request, row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return show_write(request, submission_or_404(request, pk), typed=request.POST)


def _save(request: HttpRequest, row: Submission) -> HttpResponse:
    saved = save_submission(row.pk, request.POST, actor=request.user, layout_of=page_of)
    handing_in = request.POST.get("do") == "hand_in"
    if saved.clashes:
        messages.error(request, "没有提交。" if handing_in else "有内容没有保存。")
        return show_write(request, saved.row, saved=saved, typed=request.POST)
    if handing_in:
        return _hand_in(request, saved)
    if faults := _typing_faults(saved.row):
        messages.warning(request, f"已保存，尚未提交；有 {len(faults)} 处需要改正。")
        return show_write(request, saved.row, saved=saved, faults=faults)
    messages.success(request, "已保存，尚未提交。")
    return redirect(row)


def _hand_in(request: HttpRequest, saved: Saved) -> HttpResponse:
    row = saved.row
    kind = kind_of(row)
    if faults := list(kind.faults(row, today())):
        return show_write(request, row, saved=saved, faults=faults)
    version = kind.hand_in(row, request.user, row.content.get(NOTE, ""))
    late = "（逾期）" if version.late else ""
    then = "等待审核" if version.outcome == Outcome.WAITING else "已备案"
    messages.success(request, f"{kind.title(row)}第 {version.version} 版已提交{late}，{then}。")
    return redirect(row)


def _typing_faults(row: Submission) -> list[tuple[str, str]]:
    """What is typed and cannot be right; what is still missing is said at handing in."""
    places = page_of(row).places
    return [
        (name, fault) for name, place in places.items() if (fault := place.fault(row.content.get(name, "")))
    ]


def show_write(
    request: HttpRequest,
    row: Submission,
    *,
    saved: Saved | None = None,
    faults: list[tuple[str, str]] | None = None,
    typed=None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """The form as this person has it: what was sent, over what is stored.

    Args:
        typed: what was sent, where not all of it is stored. faults: (name, sentence) of what is wrong in it.
    """
    shown = copy(row)
    shown.content = row.content | (page_of(row).taken(typed) if typed is not None else {})
    layout = page_of(shown)
    form = LayoutForm(shown.content if faults else None, layout=layout, content=shown.content)
    form.say(faults or ())
    clashes = saved.clashes if saved else []
    last = row.last
    context = _common(request, row) | {
        "form": form,
        "copy": json.dumps(saved.copy if saved else marks_on(layout, row.content)),
        "clashes": clashes,
        "problems": clash_links(clashes) or form.problems,
        "files": attached_files(row, layout),
        "file_form": file_form or FileForm(layout=layout, auto_id="file_%s"),
        "may_hand_in": SUBMISSION.can("hand_in_submission", row, request.user),
        "returned": last if row.state == SubmissionState.RETURNED else None,
        "last": "own" if last_writer(row.edits) in (None, request.user.pk) else "other",
    }
    return render(request, "pilots/submissions/write.html", context)


def _common(request: HttpRequest, row: Submission) -> dict:
    return {
        "submission": row,
        "pilot": row.pilot,
        "entry": row.pilot.entry,
        "title": title_of(row),
        "left": days_left(row.due_on, today()),
        "versions": shown_versions(row),
        "for_city": may(request.user, Capability.READ_RECEIVED),
    }


def show_read(request: HttpRequest, row: Submission, answer_form: AnswerForm | None = None) -> HttpResponse:
    """Every version with the city's answer; the answer form for who may give one."""
    common = _common(request, row)
    versions, layout = common["versions"], page_of(row)
    unsaved = _unsaved(request, row) if request.method == "POST" and answer_form is None else []
    if answer_form is None and SUBMISSION.can("accept_submission", row, request.user):
        waiting = next((shown.version for shown in versions if shown.version.outcome == "waiting"), None)
        answer_form = AnswerForm(outcomes=kind_of(row).outcomes, waiting=waiting)
    draft = not versions and row.content and may_see_draft(row, request.user)
    context = common | {
        "family": family_of(row, request.user),
        "answer_form": answer_form,
        "draft": sections_of(layout, row.content) if draft else [],
        "unsaved": unsaved,
        **standing(row, today()),
    }
    return render(request, "pilots/submissions/read.html", context)


def _unsaved(request: HttpRequest, row: Submission) -> list[tuple[str, str]]:
    """(label, text) of what was sent too late to be kept, so that nobody has to type it again."""
    layout = page_of(row)
    return [
        (layout.labels[name], layout.words(name, text))
        for name, text in layout.taken(request.POST).items()
        if text and text != row.content.get(name, "") and may_see_draft(row, request.user)
    ]


@autosaving
def submission_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save while it is written."""
    row = submission_or_404(request, pk)
    if not may_see_draft(row, request.user):
        raise Http404
    saved = save_submission(pk, request.POST, actor=request.user, layout_of=page_of)
    boxes = clash_boxes(saved.clashes)
    unfit = len(_typing_faults(saved.row))
    return saved_answer(saved.at, saved.copy, saved.newer, boxes, unfit=unfit)

"""Files of a submission: put to it, taken off, read by who may."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from files import store
from files.models import StoredFile
from files.refusals import StoreFull
from files.responses import serve
from journal.workflow import Refused
from pilots.models import SubmissionFile, SubmissionVersion
from pilots.submissions.actions import attach_file, detach_file
from pilots.submissions.forms import FileForm
from pilots.submissions.kinds import page_of
from pilots.submissions.shown import may_see_draft
from pilots.submissions.views import show_write, submission_or_404
from pilots.workflow import SUBMISSION
from pilots.writing.saving import NOT_NOW


@require_POST
def submission_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file."""
    row = submission_or_404(request, pk)
    if not may_see_draft(row, request.user):
        raise Http404
    if not SUBMISSION.can("write_submission", row, request.user):
        messages.error(request, NOT_NOW)
        return redirect(row)
    form = FileForm(request.POST, request.FILES, layout=page_of(row), auto_id="file_%s")
    if not form.is_valid():
        return show_write(request, row, file_form=form)
    try:
        stored = store.put(form.cleaned_data["file"], form.checked.mime)
        attach_file(pk, form.cleaned_data["place"], stored, form.checked.name, actor=request.user)
    except (Refused, StoreFull) as refusal:
        form.add_error("file", str(refusal))
        return show_write(request, submission_or_404(request, pk), file_form=form)
    messages.success(request, f"已上传「{form.checked.name}」。")
    return redirect(f"{row.get_absolute_url()}#files")


@require_POST
def submission_file_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off."""
    file = _attached_or_404(request, pk)
    try:
        detach_file(pk, actor=request.user)
        messages.success(request, f"已删除「{file.name}」。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{file.submission.get_absolute_url()}#files")


@require_safe
def submission_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of what is being written, for who writes it; the city reads those of versions."""
    file = _attached_or_404(request, pk)
    return serve(file.file, file.name, inline="show" in request.GET)


def _attached_or_404(request: HttpRequest, pk: int) -> SubmissionFile:
    rows = SubmissionFile.objects.select_related("file", "submission__pilot__entry")
    file = get_object_or_404(rows, pk=pk)
    if not may_see_draft(file.submission, request.user):
        raise Http404
    return file


@require_safe
def submission_version_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A file as it was handed in, by its place in the list of the version."""
    version = get_object_or_404(SubmissionVersion.objects.visible_to(request.user), pk=pk)
    if number >= len(version.files):
        raise Http404
    kept = version.files[number]
    stored = get_object_or_404(StoredFile, pk=kept["sha256"])
    return serve(stored, kept["name"], inline="show" in request.GET)

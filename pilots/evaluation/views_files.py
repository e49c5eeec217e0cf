"""Evidence of an evaluation: put to it and taken off by the city, read by all parties once it is confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from files.refusals import FileRefused
from files.responses import serve
from journal.workflow import Refused
from pilots.evaluation.forms import EvidenceForm
from pilots.evaluation.saving import NOT_NOW
from pilots.evaluation.views import visible_evaluation, write
from pilots.evaluation.visiting.evidence import attach_evidence, detach_evidence
from pilots.models import Evaluation, EvaluationFile
from pilots.workflow import EVALUATION


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def evaluation_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take files."""
    evaluation = visible_evaluation(request, pk)
    if not EVALUATION.can("write_evaluation", evaluation, request.user):
        messages.error(request, NOT_NOW)
        return redirect(evaluation)
    form = EvidenceForm(request.POST, request.FILES, auto_id="file_%s")
    if not form.is_valid():
        return write(request, evaluation, evidence_form=form)
    try:
        attach_evidence(pk, form.checked, actor=request.user)
    except (Refused, FileRefused) as refusal:
        form.add_error("files", str(refusal))
        return write(request, evaluation, evidence_form=form)
    messages.success(request, f"已上传 {len(form.checked)} 个文件。")
    return redirect(_files_of(evaluation))


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def evaluation_evidence_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off."""
    kept = _evidence(request, pk)
    try:
        detach_evidence(pk, actor=request.user)
        messages.success(request, f"已删除「{kept.name}」。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_files_of(kept.evaluation))


@require_safe
@only_for(Capability.APPLY, Capability.READ_RECEIVED)
def evaluation_evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file, for who may read its evaluation."""
    kept = _evidence(request, pk)
    return serve(kept.file, kept.name, inline="show" in request.GET)


def _evidence(request: HttpRequest, pk: int) -> EvaluationFile:
    kept = get_object_or_404(EvaluationFile.objects.select_related("file"), pk=pk)
    kept.evaluation = visible_evaluation(request, kept.evaluation_id)
    return kept


def _files_of(evaluation: Evaluation) -> str:
    return f"{evaluation.get_absolute_url()}#files"

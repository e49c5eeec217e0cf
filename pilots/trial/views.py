"""Recording the start of trial operation, and putting its day right; each on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from files.refusals import FileRefused
from files.responses import serve
from journal.workflow import Refused
from pilots.lives import life_of
from pilots.models import Pilot, TrialEvidence
from pilots.trial import actions
from pilots.trial.forms import CorrectionForm, TrialForm


def trial_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Record since when the pilot is in trial operation."""
    pilot = _seen(request, pk)
    form = TrialForm(request.POST or None, request.FILES or None, pilot=pilot)
    if not _may(request, pilot, "begin_trial"):
        messages.error(request, f"当前状态为「{pilot.get_state_display()}」，您现在不能登记试运行。")
        return redirect(pilot)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.begin_trial(
                pk, actor=request.user, day=data["day"], note=data["note"], files=form.checked
            )
        except (Refused, FileRefused) as refusal:
            form.add_error(None, f"{refusal}刚才选择的文件没有保存，请重新选择。")
        else:
            messages.success(request, "试运行已登记，自评报告可以开始填写。")
            return redirect(f"{pilot.get_absolute_url()}#trial")
    return render(request, "pilots/trial/begin.html", {"pilot": pilot, "entry": pilot.entry, "form": form})


def trial_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the day of the start right, with a reason."""
    pilot = _seen(request, pk)
    form = CorrectionForm(request.POST or None, pilot=pilot, initial={"day": pilot.trial_from})
    if not _may(request, pilot, "correct_trial"):
        messages.error(request, f"当前状态为「{pilot.get_state_display()}」，您现在不能更正试运行起始日期。")
        return redirect(pilot)
    if form.is_bound and form.is_valid():
        try:
            actions.correct_trial(pk, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "试运行起始日期已更正，并已告知试点单位。")
            return redirect(f"{pilot.get_absolute_url()}#trial")
    return render(request, "pilots/trial/correct.html", {"pilot": pilot, "entry": pilot.entry, "form": form})


@require_safe
def trial_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that proves the start."""
    evidence = get_object_or_404(TrialEvidence.objects.visible_to(request.user).select_related("file"), pk=pk)
    return serve(evidence.file, evidence.name, inline="show" in request.GET)


def _seen(request: HttpRequest, pk: int) -> Pilot:
    return get_object_or_404(Pilot.objects.visible_to(request.user).select_related("entry__cycle"), pk=pk)


def _may(request: HttpRequest, pilot: Pilot, verb: str) -> bool:
    life = life_of(pilot)
    return verb in life.verbs and life.can(verb, pilot, request.user)

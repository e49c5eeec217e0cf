"""Corrected working days of a cycle: each moves the end of public notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle, DayCorrection
from reviews.results import workdays as results_workdays
from reviews.results.forms import DayForm
from reviews.results.publication import Terms, usual_first_day


@only_for(Capability.PUBLISH)
def workdays(request: HttpRequest, year: int) -> HttpResponse:
    """The corrected days of a cycle, and what a further correction would do to ends of notices, before it is saved."""
    cycle = get_object_or_404(Cycle.objects.held_here(), year=year)
    form = DayForm(request.POST if request.method == "POST" else None, cycle=cycle)
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "save":
            return _correct(request, cycle, form)
        preview = _consequences(cycle, form)
    context = {
        "cycle": cycle,
        "form": form,
        "preview": preview,
        "days": cycle.corrected_days.select_related("by"),
        "usual": _usual_end(cycle, cycle.day_corrections),
    }
    return render(request, "reviews/results/workdays.html", context)


def _correct(request: HttpRequest, cycle: Cycle, form: DayForm) -> HttpResponse:
    try:
        results_workdays.correct_day(cycle.pk, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "工作日调整已保存。")
    return redirect("workdays", year=cycle.year)


def _consequences(cycle: Cycle, form: DayForm) -> dict:
    """Ends before and after the correction: of a notice published now, and of those that run."""
    data = form.cleaned_data
    corrections = cycle.day_corrections | {data["day"]: data["working"]}
    moved = results_workdays.ends_moved(cycle, corrections, clock.now())
    return {"usual": _usual_end(cycle, corrections), "moved": moved}


def _usual_end(cycle: Cycle, corrections: dict):
    """When a notice of the usual length would end that is published now."""
    return Terms(usual_first_day(clock.now()), cycle.public_notice_days, "", "").ends_at(corrections)


@require_POST
@only_for(Capability.PUBLISH)
def workday_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    day_correction = get_object_or_404(DayCorrection.objects.select_related("cycle"), pk=pk)
    try:
        results_workdays.drop_correction(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workdays", year=day_correction.cycle.year)

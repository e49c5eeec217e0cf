"""The rubric of a cycle and type, as staff keep it (REV-3)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.guards import city_only
from journal.workflow import Refused
from pilots.models import Cycle
from pilots.programme import PilotType
from reviews.actions_rubric import save_rubric
from reviews.forms_rubric import rubric_formset
from reviews.rubrics import is_locked, rubric_of


@city_only
def rubric_edit(request: HttpRequest, year: int, pilot_type: str) -> HttpResponse:
    """Edit the criteria: name, guidance, weight, scale; only to be read once a sheet is submitted (REV-3)."""
    cycle = get_object_or_404(Cycle, year=year)
    if pilot_type not in PilotType:
        raise Http404
    kind, criteria = PilotType(pilot_type), rubric_of(cycle, pilot_type)
    formset = rubric_formset(criteria, request.POST if request.method == "POST" else None)
    if request.method == "POST" and formset.is_valid():
        try:
            save_rubric(cycle, kind, actor=request.user, rows=formset.rows)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{year} 年度{kind.label}的评分指标已保存。")
            return redirect("rubric_edit", year=year, pilot_type=pilot_type)
    context = {
        "cycle": cycle,
        "kind": kind,
        "criteria": criteria,
        "formset": formset,
        "locked": is_locked(cycle, kind),
    }
    return render(request, "reviews/rubric_edit.html", context)

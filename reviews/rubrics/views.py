"""The rubrics of a year, as staff keep them (REV-3)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import PilotType
from reviews.models import Rubric
from reviews.rubrics.actions import save_rubric, take_over_rubric
from reviews.rubrics.forms import rubric_formset
from reviews.rubrics.rubric import earlier, rubric_of, state_of
from reviews.season import PanelChoiceForm, cycle_in_review
from reviews.states import RUBRIC_LOOKS, RubricState


@require_safe
@only_for(Capability.SET_RUBRICS)
def rubric_list(request: HttpRequest) -> HttpResponse:
    """The rubrics of a year, one for each type, and how far they are."""
    form = PanelChoiceForm(request.GET, empty_label=None)
    chosen = form.cleaned_data["cycle"] if form.is_valid() else None
    cycle = chosen or cycle_in_review()
    form.initial["cycle"] = cycle.year if cycle else None
    context = {
        "form": form,
        "cycle": cycle,
        "rows": [_row(cycle, kind) for kind in PilotType] if cycle else [],
    }
    return render(request, "reviews/rubrics/list.html", context)


def _row(cycle: Cycle, kind: PilotType) -> dict:
    criteria, state = rubric_of(cycle, kind), state_of(cycle, kind)
    return {
        "kind": kind,
        "criteria": criteria,
        "weights": sum(criterion.weight for criterion in criteria),
        "state": state.label,
        "family": RUBRIC_LOOKS.look(state).family,
        "locked_at": Rubric.objects.filter(cycle=cycle, pilot_type=kind)
        .values_list("locked_at", flat=True)
        .first(),
    }


@only_for(Capability.SET_RUBRICS)
def rubric_edit(request: HttpRequest, year: int, pilot_type: str) -> HttpResponse:
    """Edit the criteria: name, guidance, weight, scale; only to be read once a sheet was submitted (REV-3)."""
    cycle, kind = _rubric_or_404(year, pilot_type)
    criteria, state = rubric_of(cycle, kind), state_of(cycle, kind)
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
        "state": state.label,
        "family": RUBRIC_LOOKS.look(state).family,
        "locked": state == RubricState.LOCKED,
        "earlier_year": earlier(cycle, kind)[0],
    }
    return render(request, "reviews/rubrics/edit.html", context)


@only_for(Capability.SET_RUBRICS)
@require_POST
def rubric_copy(request: HttpRequest, year: int, pilot_type: str) -> HttpResponse:
    """Take over the rubric of an earlier year, or the starter rubric."""
    cycle, kind = _rubric_or_404(year, pilot_type)
    try:
        take_over_rubric(cycle, kind, actor=request.user, from_starter=request.POST.get("from") == "starter")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{year} 年度{kind.label}的评分指标已更换，请核对后使用。")
    return redirect("rubric_edit", year=year, pilot_type=pilot_type)


def _rubric_or_404(year: int, pilot_type: str) -> tuple[Cycle, PilotType]:
    cycle = get_object_or_404(Cycle.objects.held_here(), year=year)
    if pilot_type not in PilotType:
        raise Http404
    return cycle, PilotType(pilot_type)

"""What city staff take along from an evaluation: scores as Excel, the list for the public notice (REV-3, AWD-1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.guards import city_only
from pilots.lists import notice_letter
from pilots.models import Cycle
from pilots.papers import letter_file, workbook_file
from reviews.forms_trial import TrialForm
from reviews.models import Panel
from reviews.ranking import before, reviewed, selected_in, with_lean_sheets
from reviews.rubrics import rubric_of
from reviews.score_tables import pages, panel_title
from reviews.standings import standings
from reviews.views_ranking import ranking_form


@require_safe
@city_only
def ranking_file(request: HttpRequest) -> HttpResponse:
    """The ranking of a cycle, type and field with every score sheet; by name with ``names``; with weights a trial."""
    form = ranking_form(request)
    if not form.is_valid():
        raise Http404
    cycle, pilot_type, field = (form.cleaned_data[name] for name in ("cycle", "type", "field"))
    criteria = rubric_of(cycle, pilot_type)
    weights = TrialForm(criteria, request.GET).weights
    made = pages(
        cycle,
        pilot_type,
        with_lean_sheets(reviewed(cycle, pilot_type, field)),
        criteria,
        named="names" in request.GET,
        trial=standings(cycle, pilot_type, field, criteria=criteria, weights=weights) if weights else (),
        weights=weights,
    )
    return workbook_file(made, f"{made[0].title}{_people(request)}")


@require_safe
@city_only
def panel_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands before a panel, ranked, with every score sheet; with ``names`` the reviewers by name."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    cycle, pilot_type = panel.cycle, panel.pilot_type
    title = panel_title(panel)
    criteria = rubric_of(cycle, pilot_type)
    made = pages(cycle, pilot_type, before(panel), criteria, named="names" in request.GET, title=title)
    return workbook_file(made, f"{title}{_people(request)}")


def _people(request: HttpRequest) -> str:
    """What the name of a file says of the reviewers in it, so that the wrong one is not passed on."""
    return "（含专家姓名，内部使用）" if "names" in request.GET else "（专家用代号）"


@require_safe
@city_only
def proposed_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The list for the public notice: everything that was selected in a year, as Word or PDF."""
    cycle = get_object_or_404(Cycle, year=year)
    found = list(selected_in(cycle))
    if not found:
        messages.error(request, f"{year} 年度还没有列为试点的申报，不能生成公示稿。")
        return redirect("ranking")
    return letter_file(notice_letter(cycle, found), kind, f"{year}年度北京市低碳试点拟认定名单公示稿")

"""The ranking, and what is behind each of its rows (REV-3)."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from applications.models import Application
from applications.states import APPLICATION_LOOKS, Viewer
from applications.workflow import APPLICATION
from programme.models import Cycle
from programme.notice import DEFAULT_TYPE
from reviews.models import PanelNote
from reviews.ranking.forms import RankingForm, TrialForm
from reviews.ranking.ranked_rows import ranked_rows, rows_of
from reviews.ranking.rows import RANKED_STATES, Row, selected_in, valid_totals, with_sheets
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.history import earlier_versions
from reviews.scoring.offered import reopenable
from reviews.scoring.totals import (
    OUTLIES_BEYOND,
    RULE_TEXT,
    TOO_FEW_TEXT,
    TRIMMED_TEXT,
    means_by_criterion,
    result,
)
from reviews.season import likeliest, listed_cycles
from reviews.states import ScoreSheetState
from reviews.visits.lists import visits_of

PAGE_SIZE = 50
EMPTY: Page = Paginator([], PAGE_SIZE).page(1)
RULES = {
    "rule_text": RULE_TEXT,
    "trimmed_text": TRIMMED_TEXT,
    "too_few_text": TOO_FEW_TEXT,
    "outlies_beyond": OUTLIES_BEYOND,
}


@require_safe
@only_for(Capability.READ_REVIEW)
def ranking(request: UserRequest) -> HttpResponse:
    """The ranking of a cycle, type and field, raw and trimmed side by side; with weights in the URL a trial (REV-3)."""
    form = ranking_form(request)
    if not form.is_valid():
        return render(
            request, "reviews/ranking/ranking.html", {"form": form, "page": EMPTY, "rows": [], **RULES}
        )
    chosen = form.cleaned_data
    cycle, pilot_type, field = chosen["cycle"], chosen["type"], chosen["field"]
    criteria = rubric_of(cycle, pilot_type)
    trial = TrialForm(criteria, request.GET)
    found = ranked_rows(cycle, pilot_type, field, criteria=criteria, weights=trial.weights)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = rows_of(list(page))
    applications = [row.application for row, _ in rows]
    visits = visits_of(applications)
    query = _ranking_query(cycle, pilot_type, field)
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "rows": [
            (row, ranked_row, _family(row), visits.get(row.application.pk, [])) for row, ranked_row in rows
        ],
        "trial_form": trial,
        "weights": trial.weights,
        "may_decide": {
            application.pk
            for application in applications
            if APPLICATION.can("propose", application, request.user)
        },
        "official_url": f"{reverse('ranking')}?{query}",
        "scores_url": f"{reverse('ranking_file')}?{query}{trial.query}",
        "proposed": selected_in(cycle).exists(),
    }
    return render(request, "reviews/ranking/ranking.html", context | RULES)


@require_safe
@only_for(Capability.READ_REVIEW)
def ranking_case(request: UserRequest, pk: int) -> HttpResponse:
    """Everything behind one line of the ranking: criteria, sheets with what they were before, points discussed."""
    found = Application.objects.of_city(request.user).filter(state__in=RANKED_STATES)
    case = get_object_or_404(with_sheets(found), pk=pk)
    criteria, sheets = rubric_of(case.cycle, case.pilot_type), list(case.score_sheets.all())
    valid = [sheet for sheet in sheets if sheet.state == ScoreSheetState.SUBMITTED]
    apart = result(valid_totals(case)).outliers
    earlier = earlier_versions(sheets, criteria)
    means = means_by_criterion([sheet.scores for sheet in valid], criteria)
    context = {
        "case": case,
        "criteria": list(zip(criteria, means, strict=True)),
        "sheets": [(sheet, sheet.total in apart, earlier.get(sheet.pk, [])) for sheet in sheets],
        "notes": list(PanelNote.objects.of_application(case)),
        "visits": visits_of([case]).get(case.pk, []),
        "panels": list({sheet.panel_id: sheet.panel for sheet in sheets}.values()),
        "reopenable": reopenable(request.user, [case]),
        "ranking_url": ranking_url(case.cycle, case.pilot_type),
    }
    folded = request.headers.get("HX-Request") == "true"
    return render(
        request, "reviews/ranking/case_body.html" if folded else "reviews/ranking/case.html", context
    )


def ranking_form(request: UserRequest) -> RankingForm:
    """Which ranking is asked for in the URL; what it leaves out is what staff most likely mean."""
    asked, cycles = {"type": DEFAULT_TYPE, "field": ""} | request.GET.dict(), listed_cycles()
    if "cycle" not in asked and (newest := likeliest(cycles)):
        asked["cycle"] = str(newest.year)
    return RankingForm(asked, cycles=cycles)


def ranking_url(cycle: Cycle, pilot_type: str, field: str = "") -> str:
    """The address of the ranking of a cycle, type and field."""
    return f"{reverse('ranking')}?{_ranking_query(cycle, pilot_type, field)}"


def _family(row: Row) -> str:
    return APPLICATION_LOOKS.look(row.application.state, Viewer.RANKING).family


def _ranking_query(cycle: Cycle, pilot_type: str, field: str) -> str:
    query = QueryDict(mutable=True)
    query.update({"cycle": str(cycle.year), "type": pilot_type, "field": field})
    return query.urlencode()

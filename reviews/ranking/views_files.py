"""What city staff take along from an evaluation: scores as Excel, the list for the public notice (REV-3, AWD-1)."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from face.downloads import workbook_file
from reviews.ranking.excel import pages
from reviews.ranking.forms import TrialForm
from reviews.ranking.ranked_rows import ranked_rows
from reviews.ranking.rows import reviewed, with_lean_sheets
from reviews.ranking.views import ranking_form
from reviews.rubrics.rubric import rubric_of


@require_safe
@only_for(Capability.READ_REVIEW)
def ranking_file(request: UserRequest) -> HttpResponse:
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
        trial=ranked_rows(cycle, pilot_type, field, criteria=criteria, weights=weights) if weights else (),
        weights=weights,
    )
    return workbook_file(made, f"{made[0].title}{_people(request)}")


def _people(request: UserRequest) -> str:
    """What the name of a file says of the reviewers in it, so that the wrong one is not passed on."""
    return "（含专家姓名，内部使用）" if "names" in request.GET else "（专家用代号）"

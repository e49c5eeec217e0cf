"""The reductions of pilots, promised to audited, with sums that may be made (for who follows pilots)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import workbook_file
from journal import clock
from journal.clock import day_of
from pilots.figures.excel import reductions_page
from pilots.figures.filters import FiguresFilter
from pilots.figures.reductions import UNIT, cells, sums, with_reductions, years_told
from pilots.models import Pilot

PAGE_SIZE = 50


def _asked(request: HttpRequest) -> tuple[FiguresFilter, int, list[int]]:
    """The filter, the calendar year that is shown, and the years that can be."""
    pilots = Pilot.objects.select_related("entry__cycle")
    known = years_told(pilots)
    asked = request.GET.get("year", "")
    last = known[0] if known else day_of(clock.now()).year
    year = int(asked) if asked.isdecimal() and int(asked) in known else last
    return FiguresFilter(request.GET, queryset=with_reductions(pilots, year)), year, known or [last]


def _tab(request: HttpRequest, year: int, active: bool) -> dict:
    """A tab of another calendar year, under the same filter."""
    query = request.GET.copy()
    query["year"] = str(year)
    query.pop("page", None)
    return {"label": f"{year} 年", "url": f"?{query.urlencode()}", "active": active, "badge": ""}


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def reduction_list(request: HttpRequest) -> HttpResponse:
    """What was promised, targeted, reported and audited; what is summed, what is left out and why."""
    filtered, year, known = _asked(request)
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": filtered,
        "page": page,
        "rows": [(pilot, list(cells(pilot, year))) for pilot in page],
        "columns": sums(filtered.qs, year),
        "year": year,
        "tabs": [_tab(request, told, told == year) for told in known],
        "unit": UNIT,
    }
    return render(request, "pilots/figures/list.html", context)


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def reduction_file(request: HttpRequest) -> HttpResponse:
    """The same as Excel, as filtered."""
    filtered, year, _ = _asked(request)
    page = reductions_page(filtered.rows, sums(filtered.qs, year), year)
    return workbook_file([page], f"试点减排量汇总-{year}年")

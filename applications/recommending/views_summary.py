"""The summary table of a recommender: on the page, as Word and as Excel (programme §2.2)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from applications.models import Application
from applications.recommending import summary as recommending_summary
from applications.recommending.desk import desk, listed_in
from applications.recommending.summary import Summary, in_order
from applications.states import State
from face.downloads import letter_file, workbook_file
from journal import clock
from programme.cycles.receiving import present_cycle, quota_of
from programme.models import Cycle


@require_safe
def recommender_summary(request: HttpRequest) -> HttpResponse:
    """What the recommender recommends in a year, to read or to download."""
    own, cycles = desk(request), _cycles()
    wanted = {str(year): cycle for year, cycle in cycles.items()}.get(request.GET.get("year", ""))
    summary = _summary(request, own, wanted or present_cycle(clock.now()))
    tabs = [
        {"label": f"{year} 年度", "url": f"?year={year}", "active": year == summary.year} for year in cycles
    ]
    context = {"summary": summary, "blanks": recommending_summary.BLANKS, "tabs": tabs}
    return render(request, "applications/recommending/summary.html", context)


@require_safe
def recommender_summary_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The table of a year as Word or Excel."""
    own, cycles = desk(request), _cycles()
    if year not in cycles or kind not in ("word", "excel"):
        raise Http404
    summary = _summary(request, own, cycles[year])
    if kind == "excel":
        return workbook_file(recommending_summary.pages(summary), summary.title)
    return letter_file(recommending_summary.letter(summary), kind, summary.title)


def _cycles() -> dict[int, Cycle]:
    """Year → cycle, newest first; the present one also before anything of it is kept."""
    present = present_cycle(clock.now())
    return {present.year: present} | {cycle.year: cycle for cycle in Cycle.objects.all()}


def _summary(request: HttpRequest, own: Organisation, cycle: Cycle) -> Summary:
    """What was forwarded in the year, as its number says; one evaluated later (CUT-5) stays in its table."""
    listed = (
        listed_in(request, "forwarded")
        .filter(number__startswith=f"{cycle.year}-")
        .exclude(state=State.WITHDRAWN)
        .select_related("entry")
        .prefetch_related("revisions__opinion")
    )
    rows = tuple((application, _given(application)) for application in in_order(listed))
    return Summary(own, cycle.year, rows, quota_of(cycle, own).allowed)


def _given(application: Application):
    """The recommendation that brought the application to the city."""
    opinions = (getattr(revision, "opinion", None) for revision in application.revisions.all())
    return next((opinion for opinion in opinions if opinion and opinion.outcome == "forwarded"), None)

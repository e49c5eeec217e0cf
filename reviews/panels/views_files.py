"""The scores before a panel as Excel (REV-3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import workbook_file
from reviews.models import Panel
from reviews.panels.queries import before
from reviews.ranking.excel import pages, panel_title
from reviews.ranking.views_files import _people
from reviews.rubrics.rubric import rubric_of


@require_safe
@only_for(Capability.FORM_PANELS, Capability.READ_REVIEW)
def panel_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands before a panel, ranked, with every score sheet; with ``names`` the reviewers by name."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    cycle, pilot_type = panel.cycle, panel.pilot_type
    title = panel_title(panel)
    criteria = rubric_of(cycle, pilot_type)
    made = pages(cycle, pilot_type, before(panel), criteria, named="names" in request.GET, title=title)
    return workbook_file(made, f"{title}{_people(request)}")

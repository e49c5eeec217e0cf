"""Lists that city staff hand over to the finance bureau and to the green project library (AWD-1)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from face.downloads import workbook_file
from pilots.support.filters import HandOverFilter
from pilots.support.hand_over import fiscal, green_projects, reasons
from pilots.support.hand_over_excel import fiscal_pages, project_pages
from programme.models import LibraryEntry


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def hand_over_lists(request: UserRequest) -> HttpResponse:
    """Both lists in figures: what stands on them, what they leave out and why."""
    narrowed = _narrowed(request)
    money, projects = fiscal(narrowed.qs), green_projects(narrowed.qs)
    context = {
        "filter": narrowed,
        "fiscal": money,
        "fiscal_left_out": reasons(money.left_out),
        "projects": projects,
        "projects_left_out": reasons(projects.left_out),
    }
    return render(request, "pilots/support/hand_over.html", context)


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def finance_bureau_file(request: UserRequest) -> HttpResponse:
    """Fiscal support of pilots and kept entries, for the finance bureau."""
    narrowed = _narrowed(request)
    return workbook_file(fiscal_pages(fiscal(narrowed.qs), narrowed.words), "低碳试点财政资金支持清单")


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def green_projects_file(request: UserRequest) -> HttpResponse:
    """Pilots and kept entries, for the green project library."""
    narrowed = _narrowed(request)
    return workbook_file(
        project_pages(green_projects(narrowed.qs), narrowed.words), "拟纳入绿色项目库的项目清单"
    )


def _narrowed(request: UserRequest) -> HandOverFilter:
    return HandOverFilter(request.GET, queryset=LibraryEntry.objects.visible_to(request.user))

"""What is due in the life of pilots, as the city follows it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import workbook_file
from face.fields import today
from pilots.deadlines.excel import deadline_page
from pilots.deadlines.filters import DeadlineFilter
from pilots.deadlines.rows import Deadline, deadlines
from pilots.models import Pilot

PAGE_SIZE = 50


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def deadline_list(request: HttpRequest) -> HttpResponse:
    """Everything that is due, what is over first."""
    narrowing, rows = _filtered(request)
    day = today()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(row, row.left(day), row.is_over(day)) for row in page]
    context = {
        "filter": narrowing,
        "page": page,
        "rows": shown,
        "over": sum(row.is_over(day) for row in rows),
    }
    return render(request, "pilots/deadlines/list.html", context)


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def deadline_file(request: HttpRequest) -> HttpResponse:
    """The same list as Excel, as filtered."""
    return workbook_file([deadline_page(_filtered(request)[1], today())], "试点办理期限")


def _filtered(request: HttpRequest) -> tuple[DeadlineFilter, list[Deadline]]:
    narrowing = DeadlineFilter(request.GET, queryset=Pilot.objects.visible_to(request.user))
    return narrowing, narrowing.narrowed(deadlines(narrowing.qs), today())


def own_deadlines(user) -> list[tuple[Deadline, str, bool]]:
    """What is due of the pilots of a person's organisations, for their list: row, days in words, whether it is over."""
    day = today()
    return [(row, row.left(day), row.is_over(day)) for row in deadlines(Pilot.objects.visible_to(user))]

"""Files of plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from files.responses import serve
from pilots.models import Pilot, Plan


@require_safe
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a plan, for those who may see its pilot."""
    pilots = Pilot.objects.visible_to(request.user)
    plan = get_object_or_404(Plan.objects.filter(pilot__in=pilots).select_related("file"), pk=pk)
    return serve(plan.file, plan.file_name, inline="show" in request.GET)

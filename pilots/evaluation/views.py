"""The page of a evaluation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pilots.models import Evaluation


@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page."""
    row = get_object_or_404(Evaluation.objects.visible_to(request.user), pk=pk)
    return redirect(row.pilot)

"""The page of a submission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pilots.models import Submission


@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page."""
    row = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    return redirect(row.pilot)

"""The page of a withdrawal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pilots.models import Withdrawal


@require_safe
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page."""
    row = get_object_or_404(Withdrawal.objects.visible_to(request.user), pk=pk)
    return redirect(row.pilot)

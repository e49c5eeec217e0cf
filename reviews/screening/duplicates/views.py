"""Ruling on a possible duplicate from the page of screening (REC-3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.models import Application
from journal.workflow import Refused
from reviews.screening.duplicates.forms import RulingForm
from reviews.screening.duplicates.rulings import rule_on_duplicate


@only_for(Capability.SCREEN)
@require_POST
def screening_duplicate(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say which of two applications is evaluated, or that they differ; back to the page of screening."""
    received = Application.objects.of_city(request.user)
    application, second = get_object_or_404(received, pk=pk), get_object_or_404(received, pk=other)
    form = RulingForm(request.POST, application=application, other=second)
    if not form.is_valid():
        messages.error(request, "没有保存：请选择由哪一项参加评选，并写明理由。")
    else:
        try:
            reason = form.cleaned_data["reason"]
            rule_on_duplicate(pk, other, actor=request.user, chosen=form.chosen_id, reason=reason)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "重复申报的处理结果已保存。")
    return redirect(reverse("screening", args=[pk]) + "#duplicates")

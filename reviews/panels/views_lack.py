"""Going on without a sheet that was not handed in (REV-3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.capabilities import Capability
from accounts.guards import only_for
from journal.workflow import Refused
from reviews.models import ScoreSheet
from reviews.rules import review_open
from reviews.scoring.actions import close_lack
from reviews.scoring.forms import LackForm
from reviews.workflow import SCORE_SHEET


@only_for(Capability.FORM_PANELS)
def sheet_close_lack(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop waiting for a sheet, with a reason: a recorded act, after which the application may be proposed."""
    sheets = ScoreSheet.objects.visible_to(request.user)
    sheet = get_object_or_404(sheets.select_related("application__entry", "panel", "reviewer"), pk=pk)
    form = LackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_lack(pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"不再等待{sheet.reviewer}的评分表，已通知本人。")
            return redirect("decide", sheet.application_id)
    possible = review_open(sheet) and SCORE_SHEET.can("close_lack", sheet, request.user)
    context = {"sheet": sheet, "form": form, "possible": possible}
    return render(request, "reviews/panels/lack.html", context)

"""What city staff do to a pilot: review its plan, grant its title."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from journal.workflow import Refused
from pilots.actions import grant_title as grant
from pilots.actions import review_plan
from pilots.forms_plan import PlanReviewForm, TitleForm
from pilots.models import Plan
from pilots.views_applicant import show_pilot, visible_pilot


@require_POST
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the plan that waits, or return it with remarks."""
    pilot = visible_pilot(request, pk)
    form = PlanReviewForm(request.POST)
    if not form.is_valid():
        return show_pilot(request, pilot, review_form=form)
    approved = form.cleaned_data["outcome"] == Plan.Outcome.APPROVED
    try:
        review_plan(pk, actor=request.user, approved=approved, remarks=form.cleaned_data["remarks"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(pilot)
    messages.success(
        request, "方案已同意，试点进入实施。" if approved else "方案已退回，已通知申报单位修改。"
    )
    return redirect(pilot)


@require_POST
def grant_title(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant the title of its type to a pilot that carried out its plan (AWD-1)."""
    pilot = visible_pilot(request, pk)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return show_pilot(request, pilot, title_form=form)
    try:
        grant(pk, actor=request.user, remarks=form.cleaned_data["remarks"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "称号已授予，已通知申报单位。")
    return redirect(pilot)

"""What city staff do to a pilot: review its plan, grant its title; the list of titles of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import city_only
from journal.workflow import Refused
from pilots.actions import grant_title as grant
from pilots.actions import review_plan
from pilots.forms_plan import PlanReviewForm, TitleForm
from pilots.lists import award_letter, awarded
from pilots.models import Cycle, Plan
from pilots.papers import letter_file
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


@require_safe
@city_only
def award_list_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The letter that announces the titles of a year, as Word or PDF (AWD-1)."""
    cycle = get_object_or_404(Cycle, year=year)
    entries = awarded(cycle)
    if not entries:
        messages.error(request, f"{year} 年度还没有授予称号的试点，不能生成认定名单。")
        return redirect("pilot_list")
    return letter_file(award_letter(cycle, entries), kind, f"{year}年度北京市低碳试点认定名单通知")

"""What is done on the page of a pilot: plan, review of the plan, title, support. A faulty form comes back on that page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from files import store
from files.refusals import StoreFull
from journal.workflow import Refused
from pilots.award.actions import grant_title as grant
from pilots.award.forms import TitleForm, UntitledForm
from pilots.award.untitled import end_untitled
from pilots.models import Plan
from pilots.plan.actions import review_plan, submit_plan
from pilots.plan.forms import PlanReviewForm
from pilots.support.forms import SupportForm
from pilots.support.recording import grant_as_entered
from pilots.views_pilot import show_pilot, visible_pilot
from programme.plan_form import PlanForm


@require_POST
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a plan, or the next version of one that was returned."""
    pilot = visible_pilot(request, pk)
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_pilot(request, pilot, plan_form=form)
    try:
        file = store.put(form.cleaned_data["file"], form.checked.mime)
        submit_plan(
            pk, actor=request.user, file=file, file_name=form.checked.name, note=form.cleaned_data["note"]
        )
    except (Refused, StoreFull) as refusal:
        form.add_error(None, str(refusal))
        return show_pilot(request, visible_pilot(request, pk), plan_form=form)
    messages.success(request, f"{pilot.entry.programme.plan_name}已提交，等待市生态环境局审核。")
    return redirect(pilot)


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


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def pilot_untitled(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a pilot finished without the title; it may come again (ELI-R)."""
    pilot = visible_pilot(request, pk)
    form = UntitledForm(request.POST)
    if not form.is_valid():
        return show_pilot(request, pilot, untitled_form=form)
    try:
        end_untitled(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已登记：试点完成，不授予称号。已通知申报单位。")
    return redirect(pilot)


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def support_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a measure for a pilot."""
    pilot = visible_pilot(request, pk)
    form = SupportForm(request.POST, request.FILES, entry=pilot.entry)
    if not form.is_valid():
        return show_pilot(request, pilot, support_form=form)
    try:
        grant_as_entered(form, actor=request.user)
    except (Refused, StoreFull) as refusal:
        form.refuse(str(refusal))
        return show_pilot(request, pilot, support_form=form)
    messages.success(request, "支持措施已登记。")
    return redirect(f"{pilot.get_absolute_url()}#support")

"""What is done to an evaluation beside writing it: confirm, return, cancel, begin a tracking, conditions, site check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal.workflow import Refused
from pilots.evaluation.deciding.conditions import meet_condition
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import cancel_tracking, return_outcome
from pilots.evaluation.forms import ConfirmForm, MetForm, ReasonForm
from pilots.evaluation.tracking.actions import open_tracking
from pilots.evaluation.views import read, visible_evaluation, write
from pilots.evaluation.visiting.actions import plan_check
from pilots.models import EvaluationCondition, Pilot
from pilots.workflow import EVALUATION
from reviews.visits.planning.forms import PlanForm


@require_POST
@only_for(Capability.AWARD)
@confirmed_identity
def evaluation_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the outcome that was read."""
    evaluation, form = visible_evaluation(request, pk), ConfirmForm(request.POST)
    try:
        confirm_outcome(pk, actor=request.user, seen=form.data.get("seen", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "结论已确认，已通知试点单位。")
    return redirect(evaluation)


@require_POST
@only_for(Capability.AWARD)
def evaluation_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a proposed outcome with a reason."""
    evaluation = visible_evaluation(request, pk)
    form = ReasonForm(request.POST, auto_id="id_return_%s")
    if not form.is_valid():
        return read(request, evaluation, reason_form=form)
    try:
        return_outcome(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "结论已退回，已通知提出人。")
    return redirect(evaluation)


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def evaluation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a tracking evaluation with a reason."""
    evaluation = visible_evaluation(request, pk)
    form = ReasonForm(request.POST, auto_id="id_cancel_%s")
    if not form.is_valid():
        writing = EVALUATION.can("write_evaluation", evaluation, request.user)
        return write(request, evaluation, cancel_form=form) if writing else read(request, evaluation)
    try:
        cancel_tracking(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(evaluation)
    messages.success(request, "评估已取消。")
    return redirect(evaluation.pilot)


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def tracking_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a tracking evaluation by hand."""
    pilot = get_object_or_404(Pilot.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明开始跟踪评估的原因。")
        return redirect(f"{pilot.get_absolute_url()}#evaluations")
    try:
        begun = open_tracking(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{pilot.get_absolute_url()}#evaluations")
    messages.success(request, "跟踪评估已开始。")
    return redirect(begun)


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def condition_met(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a condition is met."""
    condition = get_object_or_404(EvaluationCondition.objects.select_related("evaluation"), pk=pk)
    form = MetForm(request.POST)
    if not form.is_valid():
        messages.error(request, "".join(form.errors["note"]))
        return redirect(f"{condition.evaluation.get_absolute_url()}#conditions")
    try:
        meet_condition(pk, actor=request.user, note=form.cleaned_data["note"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已确认附带条件完成。")
    return redirect(f"{condition.evaluation.get_absolute_url()}#conditions")


@only_for(Capability.FOLLOW_PILOTS)
def evaluation_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the site check of an evaluation."""
    evaluation = visible_evaluation(request, pk)
    form = PlanForm(request.POST or None, initial={"staff": [request.user.pk]})
    if request.method == "POST" and form.is_valid():
        try:
            visit = plan_check(pk, actor=request.user, **form.plan)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = visit.starts_at > visit.created_at
            messages.success(
                request, "现场核查已安排，已通知试点单位和参加人员。" if told else "已补录，没有发送通知。"
            )
            return redirect(evaluation)
    context = {"form": form, "evaluation": evaluation, "entry": evaluation.pilot.entry}
    return render(request, "pilots/evaluation/visit.html", context)

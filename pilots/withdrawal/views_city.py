"""What the city does in a withdrawal: notice, hearing, decision."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal import clock
from journal.workflow import Refused
from pilots.acts import INTEND_WITHDRAWAL
from pilots.models import Pilot
from pilots.models.terms import STATEMENT_WORKING_DAYS
from pilots.withdrawal import actions as acts
from pilots.withdrawal import forms as own
from pilots.withdrawal.deciding import decide_withdrawal
from pilots.withdrawal.views import show_withdrawal, visible_withdrawal


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Capability.FOLLOW_PILOTS)
def withdrawal_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of the intent to withdraw the status of a pilot."""
    pilot = get_object_or_404(Pilot.objects.public().visible_to(request.user), pk=pk)
    form = own.IntendForm(request.POST or None, pilot=pilot)
    if form.is_valid():
        try:
            made = acts.intend_withdrawal(pk, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已告知试点单位和推荐单位，陈述期限开始计算。告知书可以在本页下载。")
            return redirect(made)
    context = {
        "pilot": pilot,
        "entry": pilot.entry,
        "what": acts.what_is_lost(pilot),
        "form": form,
        "why": acts.why_no_withdrawal(pilot),
        "may_begin": INTEND_WITHDRAWAL.can(request.user, pilot),
        "until": acts.statement_end(pilot, clock.now(), STATEMENT_WORKING_DAYS),
        "working_days": STATEMENT_WORKING_DAYS,
    }
    return render(request, "pilots/withdrawal/begin.html", context)


def _act(
    request: HttpRequest, pk: int, name: str, form: forms.Form, act: Callable[..., None], done: str
) -> HttpResponse:
    """Do one act with a form; a faulty form, or a refusal, comes back on the page with what was written."""
    row = visible_withdrawal(request, pk)
    if form.is_valid():
        try:
            act(pk, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(row)
    return show_withdrawal(request, visible_withdrawal(request, pk), **{name: form})


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def withdrawal_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep when and how the organisation was heard."""
    form = own.HearingForm(request.POST, withdrawal=visible_withdrawal(request, pk))
    return _act(request, pk, "hearing_form", form, acts.note_hearing, "听取意见的记录已保存。")


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def withdrawal_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the decision."""
    form, done = own.ProposeForm(request.POST), "已提出决定，等待另一位工作人员确认。"
    return _act(request, pk, "propose_form", form, acts.propose_withdrawal, done)


@require_POST
@only_for(Capability.AWARD)
def withdrawal_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the proposed decision with the reason."""
    form = own.ReturnForm(request.POST)
    return _act(request, pk, "return_form", form, acts.return_withdrawal, "已退回，并告知提出人。")


@require_POST
@only_for(Capability.AWARD)
def withdrawal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide not to withdraw."""
    form = own.DropForm(request.POST)
    done = "已决定不予取消，并通知试点单位和推荐单位。"
    return _act(request, pk, "drop_form", form, acts.drop_withdrawal, done)


@require_POST
@only_for(Capability.AWARD)
@confirmed_identity
def withdrawal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide, as another person, that status or title are withdrawn."""
    row = visible_withdrawal(request, pk)
    try:
        decide_withdrawal(pk, actor=request.user, seen=request.POST.get("seen", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已决定取消，公开名单和核验结果已同时更新，并通知试点单位和推荐单位。")
    return redirect(row)

"""Where the city proposes and grants the title of a pilot."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.acts import PROPOSE_TITLE
from pilots.award.plaques import plaque_sentence
from pilots.models import Evaluation, Pilot, TitleProposal
from pilots.states import TitleState
from pilots.title import actions as acts
from pilots.title.forms import ProposeForm, ReturnForm
from pilots.title.rules import excellent_of, why_no_title
from pilots.workflow import TITLE_PROPOSAL
from programme.states import Origin


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Capability.FOLLOW_PILOTS, Capability.AWARD)
def pilot_title(request: HttpRequest, pk: int) -> HttpResponse:
    """What a title would rest on, and its proposal; posting proposes it."""
    of_city = Pilot.objects.public().visible_to(request.user).exclude(origin=Origin.NATIONAL)
    pilot = get_object_or_404(of_city, pk=pk)
    if request.method != "POST":
        return _page(request, pilot)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _page(request, pilot, propose_form=form)
    try:
        acts.propose_title(pilot.pk, actor=request.user, remarks=form.cleaned_data["remarks"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, pilot, propose_form=form)
    messages.success(request, "已提出授予称号，等待另一位工作人员确认。")
    return redirect("pilot_title", pk=pk)


def _page(request: HttpRequest, pilot: Pilot, **forms) -> HttpResponse:
    """The page of a title; ``forms`` are those that come back with errors."""
    now = clock.now()
    why = why_no_title(pilot, now)
    proposals = list(pilot.title_proposals.select_related("evaluation", "proposed_by", "decided_by"))
    waiting = next((row for row in proposals if row.state == TitleState.PROPOSED), None)
    evaluation = waiting.evaluation if waiting else excellent_of(pilot)
    proposing = not waiting and not why and PROPOSE_TITLE.can(request.user, pilot)
    verbs = TITLE_PROPOSAL.available(waiting, request.user) if waiting else []
    context = {
        "why": why,
        "waiting": waiting,
        **_basis(pilot, evaluation, now),
        "returned": [row for row in proposals if row.state == TitleState.RETURNED],
        "propose_form": ProposeForm() if proposing else None,
        "may_grant": "grant_proposed_title" in verbs and not why,
        "return_form": ReturnForm() if "return_title" in verbs else None,
        "shown_forms": forms.values(),
    }
    return render(request, "pilots/title/title.html", context | forms)


def _basis(pilot: Pilot, evaluation: Evaluation | None, now: datetime) -> dict:
    """The title as it would be granted now, and what it rests on."""
    entry = pilot.entry
    return {
        "pilot": pilot,
        "entry": entry,
        "title": pilot.title or entry.cycle.title_of(entry.pilot_type),
        "plaque": plaque_sentence(Pilot(entry=entry, plaque_on=entry.cycle.low_carbon_day), now),
        "evaluation": evaluation,
        "conditions": list(evaluation.conditions.all()) if evaluation else [],
        "today": day_of(now),
    }


@require_POST
@only_for(Capability.AWARD)
@confirmed_identity
def title_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant the title that another person proposed."""
    proposal = _proposal(request, pk)
    try:
        pilot = acts.grant_title(pk, actor=request.user, seen=request.POST.get("seen", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("pilot_title", pk=proposal.pilot_id)
    messages.success(request, f"已授予称号“{pilot.title}”，并通知申报单位。")
    return redirect(pilot)


@require_POST
@only_for(Capability.AWARD)
def title_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a proposed title with the reason."""
    proposal, form = _proposal(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal.pilot, return_form=form)
    try:
        acts.return_title(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已退回，并告知提出人。")
    return redirect("pilot_title", pk=proposal.pilot_id)


def _proposal(request: HttpRequest, pk: int) -> TitleProposal:
    visible = Pilot.objects.visible_to(request.user)
    related = ("pilot__entry__cycle", "evaluation", "proposed_by")
    return get_object_or_404(TitleProposal.objects.filter(pilot__in=visible).select_related(*related), pk=pk)

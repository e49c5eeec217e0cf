"""Old pilots: which are not followed yet, taking one on, confirming it."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from face.wording import chinese_date
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.models import TakingOn
from pilots.rules import pilot_of
from pilots.states import PilotState
from pilots.taking_on.actions import (
    confirm_taking_on,
    may_be_taken_on,
    propose_taking_on,
    return_taking_on,
)
from pilots.taking_on.forms import ReasonForm, TakingOnForm
from pilots.taking_on.terms import DAYS
from pilots.workflow import TAKING_ON
from programme.models import LibraryEntry
from programme.states import LibraryState, Origin

PAGE_SIZE = 50


@require_safe
@only_for(Capability.FOLLOW_PILOTS, Capability.AWARD)
def old_pilots(request: HttpRequest) -> HttpResponse:
    """Pilots of paper years and of the ministry that are not followed yet, and what waits for a second person."""
    old = LibraryEntry.objects.exclude(origin=Origin.PORTAL).filter(
        state__in=[LibraryState.SELECTED, LibraryState.NATIONAL], pilot=None
    )
    rows = old.select_related("cycle").prefetch_related("takings_on")
    page = Paginator(rows.order_by("-cycle__year", "number", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "pilots/taking_on/list.html",
        {"page": page, "rows": [(entry, _waiting(entry)) for entry in page]},
    )


def _waiting(entry: LibraryEntry) -> TakingOn | None:
    """What was proposed and waits, of an entry with its rows read already."""
    return next((row for row in entry.takings_on.all() if row.state == TakingOn.State.PROPOSED), None)


@only_for(Capability.FOLLOW_PILOTS, Capability.AWARD)
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of one old pilot: to be proposed, or as it was proposed for the second person."""
    entry = get_object_or_404(LibraryEntry.objects.visible_to(request.user).select_related("cycle"), pk=pk)
    if pilot := pilot_of(entry):
        return redirect(pilot)
    if not may_be_taken_on(entry):
        raise Http404
    if waiting := _waiting(entry):
        return _show(request, waiting, ReasonForm())
    form = TakingOnForm(request.POST or None, entry=entry, today=day_of(clock.now()))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            propose_taking_on(
                pk, actor=request.user, facts=form.facts, known_gaps=data["known_gaps"], basis=data["basis"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提出，请另一位工作人员确认。")
            return redirect("take_on", pk)
    returned = entry.takings_on.filter(state=TakingOn.State.RETURNED).last()
    return render(request, "pilots/taking_on/form.html", {"entry": entry, "form": form, "returned": returned})


def _show(request: HttpRequest, row: TakingOn, form: ReasonForm) -> HttpResponse:
    facts = [("现在的状态", PilotState(row.told["state"]).label)]
    facts += [
        (day.label, chinese_date(date.fromisoformat(row.told[day.name])))
        for day in DAYS
        if day.name in row.told
    ]
    facts += [("称号", row.told["title"])] if row.told.get("title") else []
    facts += [("不详之处", row.known_gaps), ("依据", row.basis), ("提出人", str(row.proposed_by))]
    context = {
        "entry": row.entry,
        "row": row,
        "facts": facts,
        "verbs": TAKING_ON.available(row, request.user),
        "reason_form": form,
    }
    return render(request, "pilots/taking_on/confirm.html", context)


@require_POST
@only_for(Capability.AWARD)
@confirmed_identity
def take_on_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what another person proposed."""
    row = get_object_or_404(TakingOn, pk=pk)
    try:
        pilot = confirm_taking_on(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("take_on", row.entry_id)
    messages.success(request, "已纳入试点管理。")
    return redirect(pilot)


@require_POST
@only_for(Capability.AWARD)
def take_on_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return it to whoever proposed it."""
    row, form = get_object_or_404(TakingOn, pk=pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    try:
        return_taking_on(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已退回，可以修改后重新提出。")
    return redirect("take_on", row.entry_id)

"""The second person's word on changes of a panel (REV-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from journal.workflow import Refused
from reviews.models import Panel, PanelChange
from reviews.panels.changes import confirm_changes, return_change, take_back_change
from reviews.panels.forms import ReturnChangeForm
from reviews.workflow import PANEL_CHANGE


def changes_shown(panel: Panel, user: User) -> dict:
    """What waits for a second person in a panel, with what this person may do; and what was settled, newest first."""
    settled = panel.changes.exclude(state=PanelChange.State.WAITING).order_by("-pk")
    changes = panel.changes.waiting().select_related("reviewer", "application__entry", "proposed_by")
    rows = [
        {
            "change": change,
            "confirmable": PANEL_CHANGE.can("confirm_panel_change", change, user),
            "own": PANEL_CHANGE.can("take_back_panel_change", change, user),
            "form": ReturnChangeForm(auto_id=f"change-{change.pk}-%s"),
        }
        for change in changes
    ]
    return {
        "barred": panel.why_barred(user),
        "changes": rows,
        "changes_confirmable": sum(row["confirmable"] for row in rows) > 1,
        "settled_changes": list(
            settled.select_related("reviewer", "application", "proposed_by", "settled_by")
        ),
    }


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_changes_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the chosen changes, all or none."""
    get_object_or_404(Panel, pk=pk)
    ids = {int(pk) for pk in request.POST.getlist("changes") if pk.isdecimal()}
    try:
        changes = confirm_changes(pk, ids, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已确认 {len(changes)} 项变动，并通知有关专家。")
    return redirect("panel_detail", pk=pk)


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_change_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a change with a remark."""
    change = get_object_or_404(PanelChange.objects.visible_to(request.user), pk=pk)
    form = ReturnChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["remark"][0])
        return redirect("panel_detail", pk=change.panel_id)
    try:
        return_change(pk, actor=request.user, remark=form.cleaned_data["remark"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已写明不同意，并通知提议人。评审组没有变动。")
    return redirect("panel_detail", pk=change.panel_id)


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_change_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the own proposal."""
    change = get_object_or_404(PanelChange.objects.visible_to(request.user), pk=pk)
    try:
        take_back_change(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回提议。")
    return redirect("panel_detail", pk=change.panel_id)

"""The cycles, as staff keep them: settings, extension, quotas, what closing did (CUT-2, CUT-4, REC-3)."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, confirmed_identity, only_for
from face.downloads import attachment_header
from face.wording import cutoff_text
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.cycles import actions as cycles_actions
from programme.cycles.forms import CycleForm, ExtensionForm, QuotaForm
from programme.cycles.frozen import as_text, as_workbook, closing_of
from programme.cycles.receiving import present_cycle
from programme.models import Cycle, QuotaRequest
from programme.notice import PilotType

DOWNLOADS = {
    "txt": (as_text, "text/plain; charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@only_for(Capability.SET_CYCLE)
def cycle_list(request: UserRequest) -> HttpResponse:
    """All cycles: cutoff, what closing did, how many entries."""
    cycles = list(Cycle.objects.annotate(entry_count=Count("entries")).order_by("-year"))
    ahead = present_cycle(clock.now()).year + 1
    context = {"cycles": cycles, "ahead": ahead, "may_open": ahead not in [cycle.year for cycle in cycles]}
    context["quota_requests"] = QuotaRequest.objects.visible_to(request.user).open().count()
    return render(request, "programme/cycles/list.html", context)


@only_for(Capability.SET_CYCLE)
@require_POST
def cycle_open(request: UserRequest) -> HttpResponse:
    """Open next year's cycle early (CUT-1)."""
    try:
        cycle = cycles_actions.open_ahead(actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("cycle_list")
    messages.success(request, f"{cycle.year} 年度已提前开启，可以先做设置。")
    return redirect("cycle_edit", year=cycle.year)


@only_for(Capability.SET_CYCLE)
@confirmed_identity
def cycle_edit(request: UserRequest, year: int) -> HttpResponse:
    """Settings of a cycle, its extension, park quotas of recommenders, and what closing did (CUT-2, CUT-4, REC-3).

    A year that was evaluated on paper has nothing to set: it is there for the entries of the library.
    """
    cycle, now = get_object_or_404(Cycle.objects.held_here(), year=year), clock.now()
    movable = cycle.closed_at is None and now < cycle.cutoff
    running = movable and present_cycle(now).year == year
    forms = _forms(request, cycle, movable, running)
    act = request.POST.get("act", "settings")
    if request.method == "POST" and act in forms and forms[act].is_valid():
        try:
            messages.success(request, SAVE[act](request, cycle, forms[act]))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect("cycle_edit", year=year)
    context = {
        "cycle": cycle,
        "movable": movable,
        "running": running,
        "types": PilotType,
        "forms": forms,
        "quotas": cycle.quotas.select_related("recommender").order_by("-used", "pk"),
        "records": Record.objects.about(Cycle._meta.label_lower, cycle.pk),
        "reminders": cycle.reminders.order_by("pk"),
        "changes": cycle.cutoff_changes.order_by("pk"),
        "closing": closing_of(cycle) if cycle.frozen_checksum else None,
    }
    return render(request, "programme/cycles/edit.html", context)


def _forms(request: UserRequest, cycle: Cycle, movable: bool, running: bool) -> dict[str, BaseForm]:
    """The forms of the page by act; only that of the pressed button is bound."""
    act = request.POST.get("act", "settings") if request.method == "POST" else ""
    sent = {name: request.POST if name == act else None for name in SAVE}
    return {
        "settings": CycleForm(sent["settings"], instance=copy(cycle), movable=movable, running=running),
        "extension": ExtensionForm(sent["extension"], auto_id="id_extension_%s"),
        "quota": QuotaForm(sent["quota"], auto_id="id_quota_%s"),
    }


def _save_settings(request: UserRequest, cycle: Cycle, form: CycleForm) -> str:
    cycles_actions.edit_cycle(cycle.pk, actor=request.user, **form.settings)
    return f"{cycle.year} 年度设置已保存。"


def _extend(request: UserRequest, cycle: Cycle, form: ExtensionForm) -> str:
    extended = cycles_actions.extend_cycle(cycle.pk, actor=request.user, **form.cleaned_data)
    return f"申报已延长至 {cutoff_text(extended.cutoff)}，正在通知有草稿的申报单位和有待办的推荐单位。"


def _grant(request: UserRequest, cycle: Cycle, form: QuotaForm) -> str:
    quota = cycles_actions.grant_quota(cycle.pk, actor=request.user, **form.cleaned_data)
    return f"{quota.recommender}的园区推荐名额已调整为 {quota.allowed} 个。"


SAVE: dict[str, Callable[[UserRequest, Cycle, Any], str]] = {
    "settings": _save_settings,
    "extension": _extend,
    "quota": _grant,
}


@require_safe
@only_for(Capability.SET_CYCLE)
def cycle_frozen(request: UserRequest, year: int, kind: str) -> HttpResponse:
    """Download the frozen list of a closed cycle: the lines under the checksum, or a workbook (CUT-4)."""
    cycle = get_object_or_404(Cycle.objects.held_here(), year=year, closed_at__isnull=False)
    if kind not in DOWNLOADS:
        raise Http404
    make, mime = DOWNLOADS[kind]
    response = HttpResponse(make(cycle), content_type=mime)
    response["Content-Disposition"] = attachment_header(f"{year}年度截止名单.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response

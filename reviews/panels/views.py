"""Panels and reopened sheets: what city staff do in a review (REV-2, REV-3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.models import Application
from journal.workflow import Refused
from reviews.models import Draw, Panel
from reviews.panels.actions import form_panel, may_be_dissolved, put_before_panel
from reviews.panels.changes import propose_members
from reviews.panels.forms import AddReviewerForm, DueForm, ExcludeForm, PanelForm, PutForm, TakeOutForm
from reviews.panels.queries import before, fitting, panels_with_progress
from reviews.panels.views_changes import changes_shown
from reviews.panels.views_members import excludable, member_rows
from reviews.ranking.rows import valid_totals
from reviews.ranking.views import RULES, ranking_url
from reviews.rules import sheets_open
from reviews.scoring.offered import awaited, reopenable
from reviews.scoring.totals import result
from reviews.season import PanelChoiceForm, cycle_in_review
from reviews.states import ScoreSheetState


@require_safe
@only_for(Capability.FORM_PANELS)
def panel_list(request: HttpRequest) -> HttpResponse:
    """The panels of a cycle with their progress."""
    form = PanelChoiceForm(request.GET)
    cycle = form.cleaned_data["cycle"] if form.is_valid() else None
    return render(request, "reviews/panels/list.html", {"form": form, "panels": panels_with_progress(cycle)})


@only_for(Capability.FORM_PANELS)
def panel_create(request: HttpRequest) -> HttpResponse:
    """Form a panel (REV-2)."""
    form = PanelForm(request.POST or None, initial={"cycle": cycle_in_review()})
    if request.method == "POST" and form.is_valid():
        try:
            panel = form_panel(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            picked = "选定的专家待另一人确认后加入。" if form.cleaned_data["reviewers"] else ""
            messages.success(request, f"评审组已组建。{picked}请选择提交评审的申报，或抽取评审专家。")
            return redirect("panel_detail", pk=panel.pk)
    return render(request, "reviews/panels/create.html", {"form": form})


@require_safe
@only_for(Capability.FORM_PANELS)
def panel_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, what stands before the panel with each sheet, and what may be put before it."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    applications = list(before(panel))
    cases = [(case, result(valid_totals(case))) for case in applications]
    context = {
        "panel": panel,
        "members": member_rows(panel, applications),
        "cases": cases,
        "fitting": fitting(panel, request.user),
        **changes_shown(panel, request.user),
        "dissolvable": may_be_dissolved(panel),
        "draws": Draw.objects.visible_to(request.user)
        .filter(panel=panel)
        .defer("pool", "exclusions", "cases"),
        "reopenable": reopenable(request.user, applications),
        "awaited": awaited(request.user, applications),
        "replaceable": _replaceable(applications),
        "ranking_url": ranking_url(panel.cycle, panel.pilot_type, panel.field),
        "add_form": AddReviewerForm(panel=panel),
        "take_out_form": TakeOutForm(panel=panel, auto_id="take-out-%s"),
        "exclude_form": ExcludeForm(applications=excludable(panel, request.user), auto_id="exclude-%s"),
        "due_form": DueForm(instance=panel, auto_id="due-%s"),
        **RULES,
    }
    return render(request, "reviews/panels/detail.html", context)


def _replaceable(applications: list[Application]) -> set[int]:
    """Ids of drawn sheets whose reviewer stepped back and in whose place nobody was drawn yet."""
    recused = {
        sheet.pk
        for application in applications
        if sheets_open(application)
        for sheet in application.score_sheets.all()
        if sheet.draw_id and sheet.state == ScoreSheetState.RECUSED
    }
    return recused - set(Draw.objects.filter(replaces__in=recused).values_list("replaces_id", flat=True))


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a reviewer, who joins when another person confirms it (REV-2)."""
    panel = get_object_or_404(Panel, pk=pk)
    form = AddReviewerForm(request.POST, panel=panel)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("panel_detail", pk=pk)
    reviewer, reason = form.cleaned_data["reviewer"], form.cleaned_data["reason"]
    try:
        propose_members(pk, [reviewer], actor=request.user, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已提议增补 {reviewer}，待另一人确认后加入并通知。")
    return redirect("panel_detail", pk=pk)


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked applications before the panel, each by itself: one refusal does not hold up the others."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    form = PutForm(request.POST, fitting=fitting(panel, request.user))
    if not form.is_valid():
        messages.error(request, "请至少选择一项可以提交本评审组的申报。")
        return redirect("panel_detail", pk=pk)
    done = 0
    for application in form.cleaned_data["applications"]:
        try:
            put_before_panel(application.pk, actor=request.user, panel=panel)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{application.number}：{refusal}")
    if done:
        messages.success(request, f"已将 {done} 项申报提交评审组，并通知评审专家。")
    return redirect("panel_detail", pk=pk)

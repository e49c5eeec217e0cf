"""Editing a panel at work: its day, who leaves it, who must not review what (REV-2)."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from applications.models import Application
from applications.states import State
from face.templatetags.portal import chinese_datetime
from journal.workflow import Refused
from reviews.models import Panel, ScoreSheet
from reviews.panels.actions import change_due, dissolve_panel, take_out
from reviews.panels.changes import (
    propose_exclusion,
    propose_taking_out,
    takes_two_to_exclude,
)
from reviews.panels.forms import DueForm, ExcludeForm, TakeOutForm
from reviews.panels.members import has_submitted
from reviews.panels.queries import fitting
from reviews.pool.actions import BEFORE_DECISION, exclude_reviewer
from reviews.pool.views_city import places_of
from reviews.rules import review_open
from reviews.scoring.actions import reopen_sheet
from reviews.scoring.forms import ReopenForm
from reviews.states import ScoreSheetState


def excludable(panel: Panel, user: User):
    """What stands before the panel undecided, and what may yet be put before it: somebody may be kept from these."""
    own = ScoreSheet.objects.filter(panel=panel).values("application")
    mine = Q(pk__in=own, state__in=BEFORE_DECISION) | Q(pk__in=fitting(panel, user).values("pk"))
    return Application.objects.filter(mine).select_related("entry").light().order_by("number")


def member_rows(panel: Panel, cases: Iterable[Application]) -> list[dict]:
    """Everybody who sits or sat in a panel, by number, with how many sheets; from applications with their sheets."""
    own = [sheet for case in cases for sheet in case.score_sheets.all() if sheet.panel_id == panel.pk]
    seats = panel.seats.select_related("reviewer__reviewer_profile__organisation")
    return [
        {
            "seat": seat,
            "places": places_of(seat.reviewer),
            "sheets": sum(
                each.reviewer_id == seat.reviewer_id and each.state != ScoreSheetState.RECUSED for each in own
            ),
            "done": sum(
                each.reviewer_id == seat.reviewer_id and each.state == ScoreSheetState.SUBMITTED
                for each in own
            ),
        }
        for seat in seats.prefetch_related("reviewer__organisations").order_by("number")
    ]


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the last day for the sheets."""
    panel = get_object_or_404(Panel, pk=pk)
    form = DueForm(request.POST, instance=panel)

    def act(data: dict) -> str:
        change_due(pk, actor=request.user, **data)
        return "评分截止日期已保存。"

    return _done(request, pk, form, act)


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolve a panel that was formed by mistake."""
    panel = get_object_or_404(Panel, pk=pk)
    try:
        dissolve_panel(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("panel_detail", pk=pk)
    messages.success(request, f"评审组「{panel.name}」已解散。")
    return redirect("panel_list")


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reviewer out, with a reason; who has submitted leaves when another person confirms it (REV-2)."""
    panel = get_object_or_404(Panel, pk=pk)
    form = TakeOutForm(request.POST, panel=panel)

    def act(data: dict) -> str:
        if has_submitted(panel, data["reviewer"]):
            propose_taking_out(pk, actor=request.user, **data)
            return "该专家已提交过评分表，已提议调整出评审组，待另一人确认。在此之前没有变动。"
        take_out(pk, actor=request.user, **data)
        return "已调整出评审组，并通知该专家。"

    return _done(request, pk, form, act)


@only_for(Capability.FORM_PANELS)
@require_POST
def panel_exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reviewer from an application, with a reason; it is final, so a page asks once more (``sure``)."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    form = ExcludeForm(request.POST, applications=excludable(panel, request.user))
    if "sure" not in request.POST and form.is_valid():
        data = form.cleaned_data
        two = takes_two_to_exclude(data["application"], data["reviewer"])
        return render(request, "reviews/panels/exclude.html", {"panel": panel, "two": two, **data})

    def act(data: dict) -> str:
        application, reviewer, reason = data["application"], data["reviewer"], data["reason"]
        if takes_two_to_exclude(application, reviewer):
            propose_exclusion(pk, application, reviewer, actor=request.user, reason=reason)
            return "该专家已提交过评分表，已提议认定，待另一人确认。在此之前评分和排序不变。"
        exclude_reviewer(application.pk, reviewer, actor=request.user, reason=reason)
        return "已认定，该专家不参加该申报的评审。"

    return _done(request, pk, form, act)


def _done(request: HttpRequest, pk: int, form: BaseForm, act: Callable[[dict], str]) -> HttpResponse:
    """Do it when the form is whole; say what came of it, as the act says, on the page of the panel."""
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form[name].label}：{errors[0]}")
        return redirect("panel_detail", pk=pk)
    try:
        messages.success(request, act(form.cleaned_data))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_detail", pk=pk)


@only_for(Capability.FORM_PANELS)
def sheet_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a final sheet with a reason: a recorded act (REV-3)."""
    sheets = ScoreSheet.objects.visible_to(request.user).select_related(
        "application__entry", "panel", "reviewer"
    )
    sheet = get_object_or_404(sheets, pk=pk)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_sheet(pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"评分表已退回，已通知{sheet.reviewer}。")
            return redirect("panel_detail", pk=sheet.panel_id)
    why_not = _why_not_reopened(sheet)
    rows = [("当前总分", sheet.total), ("提交时间", chinese_datetime(sheet.submitted_at))]
    context = {"sheet": sheet, "form": form, "possible": not why_not, "why_not": why_not, "rows": rows}
    return render(request, "reviews/panels/reopen.html", context)


def _why_not_reopened(sheet: ScoreSheet) -> str:
    """Why a sheet cannot be reopened, as a sentence; "" when it can."""
    if sheet.state != ScoreSheetState.SUBMITTED:
        return f"这份评分表当前为「{sheet.get_state_display()}」，不能退回。"
    if sheet.application.state != State.IN_REVIEW:
        return f"该申报当前为「{sheet.application.get_state_display()}」，评审已经结束，评分表不能再退回。"
    if not review_open(sheet):
        return "该申报的评审决定已经确认，评分表不能再退回。"
    return ""

"""Editing a panel at work: its day, who leaves it, who must not review what (REV-2)."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import city_only
from applications.models import Application
from journal.workflow import Refused
from reviews.actions_panel import change_due, dissolve_panel, take_out
from reviews.actions_pool import BEFORE_DECISION, exclude_reviewer
from reviews.forms_draw import ExcludeForm, TakeOutForm
from reviews.forms_panels import DueForm
from reviews.models import Assignment, Panel
from reviews.ranking import fitting
from reviews.states import AssignmentState
from reviews.views_pool import places_of


def excludable(panel: Panel):
    """What stands before the panel undecided, and what may yet be put before it: somebody may be kept from these."""
    own = Assignment.objects.filter(panel=panel).values("application")
    mine = Q(pk__in=own, state__in=BEFORE_DECISION) | Q(pk__in=fitting(panel).values("pk"))
    return Application.objects.filter(mine).select_related("entry").light().order_by("number")


def member_rows(panel: Panel, cases: Iterable[Application]) -> list[dict]:
    """Everybody who sits or sat in a panel, by number, with how many sheets; from applications with their sheets."""
    own = [sheet for case in cases for sheet in case.assignments.all() if sheet.panel_id == panel.pk]
    seats = panel.seats.select_related("reviewer__reviewer_profile__organisation")
    return [
        {
            "seat": seat,
            "places": places_of(seat.reviewer),
            "sheets": sum(
                each.reviewer_id == seat.reviewer_id and each.state != AssignmentState.RECUSED for each in own
            ),
            "done": sum(
                each.reviewer_id == seat.reviewer_id and each.state == AssignmentState.SUBMITTED
                for each in own
            ),
        }
        for seat in seats.prefetch_related("reviewer__organisations").order_by("number")
    ]


@city_only
@require_POST
def panel_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the last day for the sheets."""
    panel = get_object_or_404(Panel, pk=pk)
    form = DueForm(request.POST, instance=panel)
    return _done(
        request, pk, form, lambda data: change_due(pk, actor=request.user, **data), "评分截止日期已保存。"
    )


@city_only
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


@city_only
@require_POST
def panel_take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reviewer out, with a reason; submitted sheets stay."""
    form = TakeOutForm(request.POST, panel=get_object_or_404(Panel, pk=pk))
    return _done(
        request,
        pk,
        form,
        lambda data: take_out(pk, actor=request.user, **data),
        "已调整出评审组，并通知该专家。已提交的评分表仍然有效。",
    )


@city_only
@require_POST
def panel_exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reviewer from an application, with a reason; it is final, so a page asks once more (``sure``)."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    form = ExcludeForm(request.POST, applications=excludable(panel))
    if "sure" not in request.POST and form.is_valid():
        return render(request, "reviews/panel_exclude.html", {"panel": panel, **form.cleaned_data})

    def act(data: dict) -> None:
        exclude_reviewer(data["application"].pk, data["reviewer"], actor=request.user, reason=data["reason"])

    return _done(request, pk, form, act, "已认定，该专家不参加该申报的评审。")


def _done(
    request: HttpRequest, pk: int, form: BaseForm, act: Callable[[dict], object], said: str
) -> HttpResponse:
    """Do it when the form is whole; say what came of it on the page of the panel."""
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form[name].label}：{errors[0]}")
        return redirect("panel_detail", pk=pk)
    try:
        act(form.cleaned_data)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_detail", pk=pk)

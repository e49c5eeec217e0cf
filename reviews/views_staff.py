"""Panels, ranking, decisions: what city staff do in an evaluation."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import city_only
from accounts.templatetags.portal import chinese_datetime
from applications.models import Application
from applications.packet_request import opinion_of
from applications.states import State
from applications.workflow import APPLICATION
from journal.workflow import Refused
from pilots.models import Cycle
from pilots.programme import PilotType
from pilots.rules import needs_plan
from reviews.actions import decide as decide_on
from reviews.actions import reopen_sheet
from reviews.actions_panel import add_reviewer, form_panel, put_before_panel
from reviews.forms import (
    AddReviewerForm,
    DecisionForm,
    PanelChoiceForm,
    PanelForm,
    PutForm,
    RankingForm,
    ReopenForm,
)
from reviews.models import Assignment, Panel
from reviews.ranking import (
    RANKED_STATES,
    before,
    cycle_in_review,
    fitting,
    panels_with_progress,
    ranking_rows,
    valid_totals,
    with_sheets,
)
from reviews.rules import review_open
from reviews.scoring import TRIM_FROM, VALID_FROM, Result, result
from reviews.states import AssignmentState
from reviews.workflow import ASSIGNMENT

RULES = {"trim_from": TRIM_FROM, "valid_from": VALID_FROM}


@require_safe
@city_only
def panel_list(request: HttpRequest) -> HttpResponse:
    """The panels of a cycle with their progress."""
    form = PanelChoiceForm(request.GET)
    cycle = form.cleaned_data["cycle"] if form.is_valid() else None
    return render(request, "reviews/panel_list.html", {"form": form, "panels": panels_with_progress(cycle)})


@city_only
def panel_create(request: HttpRequest) -> HttpResponse:
    """Form a panel (REV-2)."""
    form = PanelForm(request.POST or None, initial={"cycle": cycle_in_review()})
    if request.method == "POST" and form.is_valid():
        panel = form_panel(actor=request.user, **form.cleaned_data)
        messages.success(request, "评审组已组建。请选择提交评审的申报。")
        return redirect("panel_detail", pk=panel.pk)
    return render(request, "reviews/panel_create.html", {"form": form})


@require_safe
@city_only
def panel_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, what stands before the panel with each sheet, and what may be put before it."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    members = panel.reviewers.prefetch_related("organisations").annotate(
        sheets=Count("assignments", filter=Q(assignments__panel=panel), distinct=True),
        done=Count(
            "assignments",
            filter=Q(assignments__panel=panel, assignments__state=AssignmentState.SUBMITTED),
            distinct=True,
        ),
    )
    cases = [(case, result(valid_totals(case))) for case in before(panel)]
    context = {
        "panel": panel,
        "members": members,
        "cases": cases,
        "fitting": fitting(panel),
        "add_form": AddReviewerForm(panel=panel),
        "reopenable": _reopenable(request, (case for case, _ in cases)),
        "ranking_url": _ranking_url(panel.cycle, panel.pilot_type, panel.field),
        **RULES,
    }
    return render(request, "reviews/panel_detail.html", context)


@city_only
@require_POST
def panel_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a reviewer, who gets the sheets of all that is in review before the panel."""
    panel = get_object_or_404(Panel, pk=pk)
    form = AddReviewerForm(request.POST, panel=panel)
    if not form.is_valid():
        messages.error(request, "请选择要增补的评审专家。")
        return redirect("panel_detail", pk=pk)
    reviewer = form.cleaned_data["reviewer"]
    try:
        add_reviewer(pk, reviewer, actor=request.user)
        messages.success(request, f"已增补 {reviewer}，并通知其评审任务。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_detail", pk=pk)


@city_only
@require_POST
def panel_put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked applications before the panel, each by itself: one refusal does not hold up the others."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    form = PutForm(request.POST, fitting=fitting(panel))
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


@city_only
def sheet_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a final sheet with a reason: a recorded act (REV-3)."""
    sheets = Assignment.objects.visible_to(request.user).select_related(
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
    possible = ASSIGNMENT.can("reopen_sheet", sheet, request.user) and review_open(sheet)
    rows = [("当前总分", sheet.total), ("提交时间", chinese_datetime(sheet.submitted_at))]
    context = {"sheet": sheet, "form": form, "possible": possible, "rows": rows}
    return render(request, "reviews/sheet_reopen.html", context)


def _reopenable(request: HttpRequest, applications: Iterable[Application]) -> set[int]:
    """Ids of the sheets that may be reopened, from what was prefetched."""
    return {
        sheet.pk
        for application in applications
        if application.state == State.IN_REVIEW
        for sheet in application.assignments.all()
        if ASSIGNMENT.can("reopen_sheet", sheet, request.user)
    }


@require_safe
@city_only
def ranking(request: HttpRequest) -> HttpResponse:
    """The ranking of a cycle, type and field, raw and trimmed side by side (REV-3)."""
    newest = cycle_in_review()
    asked = {"cycle": newest and newest.year, "type": PilotType.TECHNOLOGY, "field": ""}
    form = RankingForm(asked | request.GET.dict())
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = ranking_rows(chosen["cycle"], chosen["type"], chosen["field"]) if chosen else []
    may_decide = {
        row.application.pk for row in rows if APPLICATION.can("keep", row.application, request.user)
    }
    context = {"form": form, "chosen": chosen, "rows": rows, "may_decide": may_decide, **RULES}
    return render(request, "reviews/ranking.html", context)


@city_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a reviewed application: selected, or kept in the library (REV-3, REV-5)."""
    reviewed = Application.objects.visible_to(request.user).filter(state__in=RANKED_STATES)
    related = ("organisation", "recommender", "decision__by", "current_revision")
    application = get_object_or_404(with_sheets(reviewed).select_related(*related), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decision = decide_on(pk, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{application.number} 已{decision.get_outcome_display()}，已通知申报单位。"
            )
            return redirect(_ranking_url(application.cycle, application.pilot_type))
    context = {"application": application, "form": form, **_case_facts(request, application), **RULES}
    return render(request, "reviews/decide.html", context)


def _case_facts(request: HttpRequest, application: Application) -> dict:
    """What a decision rests on: facts, sheets, recommendation; and the decision, once there is one."""
    score = result(valid_totals(application))
    opinion = opinion_of(application.current_revision)
    entry = application.entry
    return {
        "result": score,
        "figures": _figures(score),
        "rows": [
            ("领域", entry.get_field_display()),
            ("所在区", entry.get_district_display()),
            ("面积（平方公里）", entry.area_km2)
            if entry.area_km2
            else ("总投资（万元）", entry.investment_wan),
            ("申报途径", application.get_route_display()),
            ("推荐单位", application.recommender),
            ("接收时间", chinese_datetime(application.received_at)),
        ],
        "opinion": opinion,
        "opinion_text": opinion.answers.get("recommender_opinion", "") if opinion else "",
        "decision": getattr(application, "decision", None),
        "decided_family": "good" if application.state == State.SELECTED else "neutral",
        "deciding": APPLICATION.can("keep", application, request.user),
        "leads_to_title": not needs_plan(application.pilot_type),
        "reopenable": _reopenable(request, [application]),
        "ranking_url": _ranking_url(application.cycle, application.pilot_type),
    }


def _figures(score: Result) -> list[dict]:
    """The tiles of a result."""
    dropped = "，去掉一个最高分和一个最低分" if score.trimmed else ""
    return [
        {"label": "得分", "value": score.mean, "note": f"{score.sheets} 份有效评分表{dropped}"},
        {"label": "原始平均", "value": score.raw_mean, "note": "全部有效评分表的平均"},
        {"label": "分差", "value": score.spread, "note": "最高分减最低分"},
    ]


def _ranking_url(cycle: Cycle, pilot_type: str, field: str = "") -> str:
    query = QueryDict(mutable=True)
    query.update({"cycle": cycle.year, "type": pilot_type, "field": field})
    return f"{reverse('ranking')}?{query.urlencode()}"

"""Draws: the choice, the preview, the record, drawing anew and in the place of who stepped back (REV-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from applications.models import Application
from journal.workflow import Refused
from reviews.draws.actions import (
    draw_replacement,
    draw_reviewers,
    redraw,
    require_no_naming,
    why_not_redrawn,
)
from reviews.draws.forms import DrawForm, RedrawForm
from reviews.draws.plan import plan
from reviews.draws.recipe import RECIPE
from reviews.draws.record import naming_of, record_file, seed_words
from reviews.draws.report import again_the_same, case_rows, exclusion_rows, pool_rows, result_rows
from reviews.draws.views_seed import namings_shown
from reviews.models import Draw, Panel, ScoreSheet
from reviews.panels.queries import fitting
from reviews.states import DrawKind


@only_for(Capability.FORM_PANELS)
def panel_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, see who may be drawn and who not and why, and draw."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    form = DrawForm(asked if "count" in asked else None, panel=panel, fitting=fitting(panel, request.user))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data | {"applications": [each.pk for each in form.cleaned_data["applications"]]}
        try:
            row = draw_reviewers(pk, actor=request.user, **chosen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "抽取完成，申报已提交评审，已通知抽中的专家和申报单位。")
            return redirect("draw_detail", pk=row.pk)
    context = {
        "panel": panel,
        "form": form,
        "fitting": fitting(panel, request.user),
        **namings_shown(panel, request.user),
    }
    return render(request, "reviews/draws/draw.html", context | preview(panel, form, request.user))


def preview(panel: Panel, form: DrawForm, user: User) -> dict:
    """Who may be drawn by the choice of a form, and why not now; nothing before there is a whole choice."""
    if not form.is_bound or (not getattr(form, "cleaned_data", None) and not form.is_valid()):
        return {"preview": None}
    chosen = form.cleaned_data
    if not {"applications", "target", "scope", "count"} <= chosen.keys():
        return {"preview": None}
    found = plan(panel, list(chosen["applications"]), target=chosen["target"], scope=chosen["scope"])
    return {
        "preview": found,
        "awaited": _awaited(chosen["applications"], user),
        "case_rows": case_rows(found, chosen["count"]),
        "pool_rows": pool_rows(found.cases, found.pool, found.exclusions),
        "exclusion_rows": exclusion_rows(found.cases, found.pool, found.exclusions),
    }


def _awaited(cases, user: User) -> str:
    """Why a named public value keeps the user from drawing now, so that the page offers no press that is refused."""
    try:
        require_no_naming(list(cases), user)
    except Refused as refusal:
        return str(refusal)
    return ""


@require_safe
@only_for(Capability.FORM_PANELS)
def draw_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a draw: pool, exclusions, seed, result, and whether it comes out the same again (REV-2)."""
    row = get_object_or_404(_draws(request), pk=pk)
    naming = naming_of(row)
    followers = list(row.followers.select_related("replaces__reviewer").order_by("pk"))
    sheets = list(row.score_sheets.select_related("reviewer", "application__entry"))
    context = {
        "draw": row,
        "same": again_the_same(row),
        "covered": Application.objects.filter(pk__in=row.applications)
        .values_list("number", flat=True)
        .order_by("number"),
        "result_rows": result_rows(row, sheets),
        "pool_rows": pool_rows(row.cases, row.pool, row.exclusions),
        "exclusion_rows": exclusion_rows(row.cases, row.pool, row.exclusions),
        "followers": followers,
        "redrawn": any(follower.kind == DrawKind.REDRAW for follower in followers),
        "why_not": why_not_redrawn(row, sheets, request.user),
        "naming": naming,
        "seed_words": seed_words(row, naming),
        "recipe": RECIPE,
        "form": RedrawForm(),
    }
    return render(request, "reviews/draws/detail.html", context)


@require_safe
@only_for(Capability.FORM_PANELS)
def draw_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as a file, with all that is hashed and how to draw again from it, for whoever checks the draw (REV-2)."""
    row = get_object_or_404(_draws(request), pk=pk)
    response = HttpResponse(record_file(row), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="draw-{row.pk}.json"'
    return response


def _draws(request: HttpRequest):
    return Draw.objects.visible_to(request.user).select_related("panel__cycle", "by", "origin")


@only_for(Capability.FORM_PANELS)
@require_POST
def draw_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw anew, with a reason, before anybody has declared."""
    row = get_object_or_404(_draws(request), pk=pk)
    form = RedrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写重新抽取的理由。")
        return redirect("draw_detail", pk=pk)
    try:
        again = redraw(row.pk, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("draw_detail", pk=pk)
    messages.success(request, "已重新抽取，并通知有关专家。原抽取记录保留。")
    return redirect("draw_detail", pk=again.pk)


@only_for(Capability.FORM_PANELS)
@require_POST
def sheet_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw one reviewer in the place of who stepped back."""
    sheet = get_object_or_404(ScoreSheet.objects.visible_to(request.user), pk=pk)
    try:
        row = draw_replacement(sheet.pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("panel_detail", pk=sheet.panel_id)
    drawn = User.objects.get(pk=row.result[0]["reviewers"][0])
    messages.success(request, f"已补抽 {drawn}，并通知其评审任务。")
    return redirect("draw_detail", pk=row.pk)

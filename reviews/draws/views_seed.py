"""Naming a public value as the seed, and drawing by it on a later day (REV-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from reviews.draws.forms import DrawForm, NamingForm, TakeBackSeedForm, ValueForm
from reviews.draws.naming import draw_by_public_value, name_seed, take_back_seed
from reviews.models import Panel, SeedNaming
from reviews.panels.queries import fitting
from reviews.workflow import SEED_NAMING


def namings_shown(panel: Panel, user: User) -> dict:
    """The public values that were named for a panel, with what this person may do; and the form for another."""
    day = day_of(clock.now())
    rows = [
        {
            "naming": naming,
            "numbers": [case["number"] or case["name"] for case in naming.cases],
            "open": naming.state == SeedNaming.State.NAMED,
            "due": naming.day < day,
            "enterable": naming.day < day and SEED_NAMING.can("draw_by_named_seed", naming, user),
            "retractable": day < naming.day and SEED_NAMING.can("take_back_seed", naming, user),
            "value_form": ValueForm(auto_id=f"value-{naming.pk}-%s"),
            "back_form": TakeBackSeedForm(auto_id=f"back-{naming.pk}-%s"),
        }
        for naming in panel.seed_namings.select_related("named_by", "draw").order_by("-pk")
    ]
    return {"namings": rows, "naming_form": NamingForm(auto_id="naming-%s")}


@only_for(Capability.FORM_PANELS)
@require_POST
def seed_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a public value for the draw that was previewed."""
    panel = get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)
    form, seed = (
        DrawForm(request.POST, panel=panel, fitting=fitting(panel, request.user)),
        NamingForm(request.POST),
    )
    if not (form.is_valid() and seed.is_valid()):
        return _back(request, pk, [*form.errors.values(), *seed.errors.values()])
    chosen = form.cleaned_data | {
        "applications": [application.pk for application in form.cleaned_data["applications"]]
    }
    try:
        naming = name_seed(pk, actor=request.user, **chosen, **seed.cleaned_data)
    except Refused as refusal:
        return _back(request, pk, [[str(refusal)]])
    messages.success(
        request, f"已指定「{naming}」作为种子，记入日志。数值产生的次日起，由另一人填写数值并抽取。"
    )
    return redirect(f"{reverse('panel_draw', args=[pk])}#seeds")


@only_for(Capability.FORM_PANELS)
@require_POST
def seed_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the figure and draw by it."""
    naming = get_object_or_404(SeedNaming.objects.visible_to(request.user), pk=pk)
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _back(request, naming.panel_id, form.errors.values())
    try:
        row = draw_by_public_value(pk, actor=request.user, value=form.cleaned_data["value"])
    except Refused as refusal:
        return _back(request, naming.panel_id, [[str(refusal)]])
    messages.success(request, "抽取完成，申报已提交评审，已通知抽中的专家和申报单位。")
    return redirect("draw_detail", pk=row.pk)


@only_for(Capability.FORM_PANELS)
@require_POST
def seed_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a named public value before its day."""
    naming = get_object_or_404(SeedNaming.objects.visible_to(request.user), pk=pk)
    form = TakeBackSeedForm(request.POST)
    if not form.is_valid():
        return _back(request, naming.panel_id, form.errors.values())
    try:
        take_back_seed(pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return _back(request, naming.panel_id, [[str(refusal)]])
    messages.success(request, "已撤回，原因记入日志。须由另一人重新指定或抽取。")
    return redirect("panel_draw", pk=naming.panel_id)


def _back(request: HttpRequest, panel_id: int, faults) -> HttpResponse:
    """To the page of the draw, with what is wrong in words."""
    for errors in faults:
        messages.error(request, errors[0])
    return redirect("panel_draw", pk=panel_id)

"""The Low Carbon Day of an award year: who gets a plaque, what is missing, which plaques were given (AWD-1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from accounts.rules import is_own_matter, may
from face.fields import today
from journal.workflow import Refused
from pilots.award.letters import award_years
from pilots.low_carbon_day.actions import hand_over_plaques
from pilots.low_carbon_day.ceremony import Ceremony, Place, ceremony_of
from pilots.low_carbon_day.forms import PlaqueForm
from pilots.low_carbon_day.remarks import remarks
from pilots.models import Pilot
from pilots.rules import why_not_supported
from pilots.support.actions import PLAQUE_RECORDED, grant_support, has_plaque
from programme.models import Cycle
from programme.notice import Support

NOTHING_PICKED = "请先勾选到场领取奖牌的试点。"
LIST_CHANGED = "名单已有变化，这次没有登记。请在下面的最新名单中重新勾选。"


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
def latest_low_carbon_day(request: UserRequest) -> HttpResponse:
    """The newest year that has a title; before there is one, a sentence."""
    years = award_years()
    if years:
        return redirect("low_carbon_day_of", years[0])
    return render(request, "pilots/low_carbon_day/none.html")


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
def low_carbon_day(request: UserRequest, year: int) -> HttpResponse:
    """The plaques of one award year."""
    ceremony = ceremony_of(get_object_or_404(Cycle, year=year), request.user)
    records = may(request.user, Capability.FOLLOW_PILOTS)
    groups = [(kind, *_rows(places, request, records)) for kind, places in ceremony.by_type]
    context = {
        "ceremony": ceremony,
        "remarks": remarks(ceremony, today()),
        "groups": groups,
        "years": _years(year),
        "stats": _stats(ceremony),
        "may_record": any(ready for _, _, ready in groups),
        "may_set_day": may(request.user, Capability.SET_CYCLE),
    }
    return render(request, "pilots/low_carbon_day/day.html", context)


def _rows(places: list[Place], request: UserRequest, records: bool) -> tuple[list, list[Place]]:
    """Each place with whether its plaque can be recorded now by this person; and those that can."""
    day = today()
    rows = [
        (place, records and place.ready_on(day) and not is_own_matter(request.user, place.pilot))
        for place in places
    ]
    return rows, [place for place, ready in rows if ready]


def _years(present: int) -> list[dict]:
    return [
        {
            "label": f"{year} 年度",
            "url": reverse("low_carbon_day_of", args=[year]),
            "active": year == present,
        }
        for year in sorted({*award_years(), present}, reverse=True)
    ]


def _stats(ceremony: Ceremony) -> list[dict]:
    given = sum(place.plaque is not None for place in ceremony.places)
    return [
        {"label": "获得称号", "value": len(ceremony.places), "unit": "个"},
        {"label": "已授牌", "value": given, "unit": "个"},
        {"label": "待授牌", "value": len(ceremony.places) - given, "unit": "个"},
    ]


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def plaques_record(request: UserRequest, year: int) -> HttpResponse:
    """Record the plaques that were ticked, or all of one type; what is recorded already stays as it is."""
    cycle = get_object_or_404(Cycle, year=year)
    sent = request.POST.getlist("entry")
    picked = {int(key) for key in sent if key.isdecimal() and len(key) < 19}
    listed = set(Pilot.objects.titled().filter(entry__cycle=cycle).values_list("entry", flat=True))
    if not sent:
        messages.error(request, NOTHING_PICKED)
    elif len(picked) < len(set(sent)) or not picked <= listed:
        messages.error(request, LIST_CHANGED)
    else:
        _record(request, picked)
    return redirect("low_carbon_day_of", year)


def _record(request: UserRequest, entry_ids: set[int]) -> None:
    try:
        count = hand_over_plaques(entry_ids, actor=request.user)
    except Refused as refusal:
        messages.error(request, f"没有登记授牌。{refusal}")
    else:
        before = len(entry_ids) - count
        passed_over = f"{before} 个此前已经登记，没有重复登记。" if before else ""
        messages.success(request, (f"已登记 {count} 个授牌，已通知申报单位。" if count else "") + passed_over)


@only_for(Capability.FOLLOW_PILOTS)
def plaque_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one plaque by itself: given on the day, or handed over later."""
    visible = Pilot.objects.visible_to(request.user).titled()
    pilot = get_object_or_404(visible.select_related("entry__cycle"), pk=pk)
    form = PlaqueForm(request.POST if request.method == "POST" else None, pilot=pilot)
    given = {"kind": Support.PLAQUE, "granted_on": pilot.plaque_on}
    if request.method == "POST" and form.is_valid():
        try:
            grant_support(pilot.entry_id, actor=request.user, **given, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已登记 {pilot.entry.called} 的授牌，已通知申报单位。")
            return redirect("low_carbon_day_of", pilot.entry.cycle.year)
    context = {"pilot": pilot, "entry": pilot.entry, "form": form}
    context["why_not"] = "" if form.is_bound else _why_not(pilot)
    return render(request, "pilots/low_carbon_day/plaque.html", context)


def _why_not(pilot: Pilot) -> str:
    """Why the plaque of a titled pilot cannot be recorded now; "" when it can."""
    return why_not_supported(pilot.entry, Support.PLAQUE) or has_plaque(pilot.entry) * PLAQUE_RECORDED

"""The page 试点管理设置: how the pilots of a year are followed, type by type."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from pilots.models import LifeTerms
from pilots.models.terms import terms_of
from pilots.terms.actions import set_life_terms
from pilots.terms.forms import TermsForm
from programme.cycles.receiving import present_cycle
from programme.models import Cycle
from programme.notice import PilotType


@require_safe
@only_for(Capability.SET_CYCLE)
def present_life_terms(request: UserRequest) -> HttpResponse:
    """The settings of the present year."""
    return redirect("life_terms", year=present_cycle(clock.now()).year)


@only_for(Capability.SET_CYCLE)
def life_terms(request: UserRequest, year: int) -> HttpResponse:
    """The settings of a year; each type is saved by itself."""
    cycle = get_object_or_404(Cycle, year=year)
    pressed = request.POST.get("type", "") if request.method == "POST" else ""
    forms = {
        kind: TermsForm(request.POST if kind == pressed else None, terms=terms_of(cycle, kind))
        for kind in PilotType
    }
    form = forms.get(PilotType(pressed)) if pressed in PilotType.values else None
    if form is not None and form.is_valid():
        try:
            set_life_terms(cycle.pk, pressed, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{year} 年度{PilotType(pressed).label}的管理设置已保存。")
            return redirect("life_terms", year=year)
    rows = list(LifeTerms.objects.filter(cycle=cycle).values_list("pk", flat=True))
    context = {
        "cycle": cycle,
        "forms": list(forms.items()),
        "years": Cycle.objects.order_by("-year").values_list("year", flat=True),
        "records": Record.objects.filter(
            object_type=LifeTerms._meta.label_lower, object_id__in=rows
        ).order_by("pk"),
    }
    return render(request, "pilots/terms/terms.html", context)

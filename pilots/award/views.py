"""What city staff do to a pilot: review its plan, grant its title; the list of titles of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import letter_file
from pilots.award.letters import award_letter, awarded
from programme.models import Cycle


@require_safe
@only_for(Capability.AWARD)
def award_list_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The letter that announces the titles of a year, as Word or PDF (AWD-1)."""
    cycle = get_object_or_404(Cycle, year=year)
    entries = awarded(cycle)
    if not entries:
        messages.error(request, f"{year} 年度还没有授予称号的试点，不能生成认定名单。")
        return redirect("pilot_list")
    return letter_file(award_letter(cycle, entries), kind, f"{year}年度北京市低碳试点认定名单通知")

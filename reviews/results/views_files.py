"""The list for the public notice, before it is published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import letter_file
from programme.models import Cycle
from reviews.ranking.rows import selected_in
from reviews.results.letters import notice_letter


@require_safe
@only_for(Capability.PUBLISH)
def proposed_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The list for the public notice: everything that was selected in a year, as Word or PDF."""
    cycle = get_object_or_404(Cycle, year=year)
    found = list(selected_in(cycle))
    if not found:
        messages.error(request, f"{year} 年度还没有列为试点的申报，不能生成公示稿。")
        return redirect("ranking")
    return letter_file(notice_letter(cycle, found), kind, f"{year}年度北京市低碳试点拟认定名单公示稿")

"""The published heads of the journal: for everybody, without an account, as a page and as JSON."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from face.journal_head import HOW_TO_CHECK
from journal.models import PublishedHead
from journal.recipe import RECIPE, STREAM, instant_text

PAGE_SIZE = 50


@require_safe
@login_not_required
def journal_head(request: HttpRequest) -> HttpResponse:
    """The heads, the last published first, with what anybody can check with one."""
    page = Paginator(PublishedHead.objects.newest(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "how_to_check": HOW_TO_CHECK}
    return render(request, "portal/journal_head/page.html", context)


@require_safe
@login_not_required
def journal_head_json(request: HttpRequest) -> JsonResponse:
    """All heads, the oldest first, for programs (docs/journal.md)."""
    heads = [
        {"published_at": instant_text(head.at), "why": head.why, "count": head.count, "hash": head.hash}
        for head in PublishedHead.objects.order_by("pk").iterator()
    ]
    return JsonResponse({"stream": STREAM, "recipe": RECIPE, "heads": heads})

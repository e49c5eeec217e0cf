"""The desk of a reviewer: what is assigned, how far it is, what comes next (REV-2, REV-3)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from reviews.scoring.desk import WORDS, counts, lines_of

PAGE_SIZE = 50


@require_safe
@only_for(Capability.REVIEW)
def reviewer_desk(request: HttpRequest) -> HttpResponse:
    """What is assigned to this person: first what is to be done, soonest due first; by state on demand."""
    lines = lines_of(request.user)
    found, chosen = counts(lines), request.GET.get("state", "")
    shown = [line for line in lines if chosen in ("", line.group)]
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"?state={key}" if key else "?",
                "active": key == chosen,
                "badge": found[key] if key else len(lines),
            }
            for key, label in (("", "全部"), *WORDS)
        ],
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "first": next((line.sheet for line in lines if line.group == "todo"), None),
        "scored": found["todo"] + found["submitted"],
        "submitted": found["submitted"],
        "waiting": found["todo"],
    }
    return render(request, "reviews/scoring/desk.html", context)

"""What every page of a draft has in common: its guard and its frame."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from applications.dossier.changes import unchanged
from applications.filling.lacks import lacks
from applications.filling.pages import navigation, pages, troubles_in_words
from applications.models import Application
from applications.remarks.follow_up import open_remarks, page_words, summary
from applications.rules import may_edit
from applications.states import State
from applications.year.progress import closes_soon, counting, reasons
from applications.year.sentences import standing_now, warning
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle


def drafts_of(user):
    """Drafts that the person may open, with all that their pages show."""
    return (
        Application.objects.drafts_of(user)
        .select_related("cycle", "organisation", "recommender", "saved_by", "current_revision__recommender")
        .prefetch_related("attachments__file")
    )


def draft_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page its draft. Of another organisation: 404. Not to be changed now: back to its own page.

    No browser keeps the page: its back button would show fields as they were before they saved themselves.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        application = get_object_or_404(drafts_of(request.user), pk=pk)
        if not may_edit(request.user, application):
            messages.info(request, f"该申报当前为「{application.get_state_display()}」，内容不能修改。")
            return redirect(application)
        standing_now(application, counting(application, clock.now(), Cycle.objects.cutoffs()))
        try:
            return view(request, application, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(application)

    return guarded


def draft_context(application: Application, key: str) -> dict:
    """What every page of a draft shows: the steps, what is lacking, for which year it would count, why it is back."""
    cutoffs = Cycle.objects.cutoffs()
    now = clock.now()
    counts = counting(application, now, cutoffs)
    standing_now(application, counts)
    found, listed = lacks(application), pages(application)
    remarks = open_remarks(application)
    same = application.state == State.CORRECTION and unchanged(application)
    page = next(page for page in listed if page.key == key)
    return {
        "application": application,
        "page": page,
        "steps": navigation(listed, key, found, page_words(remarks), same),
        "unchanged": same,
        "remarks": remarks,
        "remarks_said": summary(remarks),
        "found": found,
        "page_lacks": page.lacks(found),
        "counting": counts,
        "closes_soon": closes_soon(counts, now),
        "troubles": troubles_in_words(found),
        "check_url": listed[-1].url,
        "year_warning": warning(application, counts, cutoffs),
        "reasons": reasons(application),
    }

"""Reads, downloads and refused guesses leave lines in the access log. It looks at the answer, so no view can forget it.

What is not written down does not leave: a file or a page with contacts whose line cannot be written is withheld.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from accounts.capabilities import Capability
from accounts.login.traces import write_attempt, write_if_possible
from files.responses import ContentMissing
from journal.access.writing import Kind, write
from portal.auditing.contact_pages import CONTACT_PAGES

logger = logging.getLogger(__name__)

OF_DATA = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    *("application/zip", "application/json", "text/csv"),
)  # files with much in them: Excel lists, packets, case files
REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class AccessLogMiddleware:
    """Writes at most one line for a request. Ordinary pages cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; 503 instead of what must not leave unwritten."""
        answer = self.get_response(request)
        kind = kind_of(request, answer)
        if kind in (Kind.CONTACTS, Kind.DOWNLOAD, Kind.EXPORT):
            return _written(request, kind, answer)
        if kind == Kind.THROTTLED:
            typed = request.POST.get("login", "")
            person = request.user.pk
            if person or not typed:
                write_if_possible(request, kind, person_id=person)
            else:
                write_attempt(request, kind, typed)
        elif kind == Kind.REFUSED:
            write_if_possible(request, kind, person_id=request.user.pk)
        return answer

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """Mark that no other part refused the request before a view could: a stale form is no guess."""
        request.reached_view = True

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Mark a file that the store has lost: nobody guessed."""
        if isinstance(exception, ContentMissing):
            request.reached_view = False


def kind_of(request: HttpRequest, answer: HttpResponseBase) -> str | None:
    """Which line the answer asks for; the person is looked at only where there may be one.

    Visitors without an account get public files only, which need no line.
    """
    match, status = request.resolver_match, answer.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Kind.THROTTLED
    if not match or request.method == "HEAD" or not getattr(request, "reached_view", False):
        return None
    if status in REFUSALS:
        return Kind.REFUSED if match.kwargs and request.user.is_authenticated else None
    if status != HTTPStatus.OK:
        return None
    if "Content-Disposition" in answer:
        if not request.user.is_authenticated:
            return None
        content_type = answer.get("Content-Type", "").partition(";")[0]
        return Kind.EXPORT if content_type in OF_DATA else Kind.DOWNLOAD
    return Kind.CONTACTS if shows_contacts(match.view_name) and sees_others(request.user) else None


def shows_contacts(name: str) -> bool:
    """Whether the page shows how to reach others; of the back office whatever is about accounts."""
    return name in CONTACT_PAGES or name.startswith("admin:accounts_")


def sees_others(user) -> bool:
    """Whether the person works with what others filed: the own organisation is nobody else's."""
    return user.is_authenticated and not user.capabilities <= {Capability.APPLY}


def _written(request: HttpRequest, kind: str, answer: HttpResponseBase) -> HttpResponseBase:
    try:
        write(request, kind, person_id=request.user.pk)
    except DatabaseError:
        logger.exception("The access log could not be written: %s is withheld.", kind)
        answer.close()
        return HttpResponse(render_to_string("portal/auditing/withheld.html"), status=503)
    return answer

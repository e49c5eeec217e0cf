"""Where a person starts, and what is said of an address with nothing behind it."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from accounts.capabilities import Capability
from accounts.rules import may
from files.responses import ContentMissing
from journal.acts import Refused, repeat_sentence
from portal.navigation import links_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send a person to the first desk of the own navigation; who has none reads what is public."""
    return redirect(next((link.name for link in links_of(request.user)), "public_index"))


class WrongMethodMiddleware:
    """Says on a page of our own what an address cannot do when it is opened instead of sent to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """405 with a page, where the answer would be blank; the allowed methods stay with it."""
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or answer.content:
            return answer
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = answer["Allow"]
        return page


class RefusalMiddleware:
    """Says on a page of its own why something was not done, where the page that was sent does not say it.

    Two equal presses at once: whatever was made twice, the second one reads that it is there already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As it comes."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 with the sentence of a refusal or of a unique constraint; anything else stays a fault."""
        sentence = str(exception) if isinstance(exception, Refused) else None
        if isinstance(exception, IntegrityError):
            sentence = repeat_sentence(exception)
        if sentence is None:
            return None
        return render(request, "409.html", {"sentence": sentence}, status=HTTPStatus.CONFLICT)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: a file whose content the store has lost is told apart from a wrong address."""
    if not isinstance(exception, ContentMissing):
        return page_not_found(request, exception)
    return render(
        request, "file_missing.html", {"staff": may(request.user, Capability.READ_RECEIVED)}, status=404
    )

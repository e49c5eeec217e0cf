"""Guards of whole pages that show no single object. What is not yours does not exist: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse

from accounts.capabilities import Capability
from accounts.identity import is_confirmed, to_confirm
from accounts.models import User
from accounts.rules import may

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of somebody who is logged in. For annotations only: Django makes the request."""

    user: User


def only_for(
    *capabilities: Capability,
) -> Callable[
    [Callable[Concatenate[UserRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Let only people see a page who have one of ``capabilities``.

    Raises:
        Http404: none of them; for this person the page is not there.
    """

    def guard(
        view: Callable[Concatenate[UserRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(request.user, *capabilities):
                raise Http404
            return view(cast(UserRequest, request), *args, **kwargs)

        return guarded

    return guard


def confirmed_identity(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask who presses a dear button, or takes a file with contacts, to show again who it is (ASVS 7.5.1).

    Signing in and confirming hold for 15 minutes. Below ``only_for``: to whom a page is not there, it stays so. A page that
    is only looked at passes; what must not be seen either takes ``confirmed_to_see``. What was typed comes back
    by ``static/face/js/sent_again.js``.
    """
    return _confirmed(view, frozenset({"POST"}))


def confirmed_to_see(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, for looking too: files with contacts, forms that hold nothing yet."""
    return _confirmed(view, frozenset({"GET", "HEAD", "POST"}))


def _confirmed(view: Callable[..., HttpResponse], methods: frozenset[str]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in methods or is_confirmed(request):
            return view(request, *args, **kwargs)
        return to_confirm(request)

    return guarded

"""Guards of whole pages that show no single object. What is not yours does not exist: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse

from accounts.capabilities import Capability
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

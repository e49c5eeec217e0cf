"""Guards of whole pages that show no single object. What is not yours does not exist: 404."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.capabilities import Capability
from accounts.rules import may


def only_for(*capabilities: Capability) -> Callable:
    """Let only people see a page who have one of ``capabilities``.

    Raises:
        Http404: none of them; for this person the page is not there.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.user, *capabilities):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard

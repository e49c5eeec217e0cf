"""Guards of whole pages that show no single object. What is not yours does not exist: 404."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.rules import is_city_staff


def only_for(*predicates: Callable) -> Callable:
    """Let only people see a page of whom one of ``predicates`` (``accounts.rules``) is true.

    Raises:
        Http404: none of them is true; for this person the page is not there.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not any(predicate(request.user) for predicate in predicates):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


city_only = only_for(is_city_staff)

"""Guards of whole pages that show no single object. What is not yours does not exist: 404."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from accounts.rules import is_city_staff


def city_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only city staff see a page; for everyone else it is not there.

    Raises:
        Http404: the person is not city staff.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_city_staff(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded

"""Each request has an id and one line in the log of the web process, which names no query and nobody but by number."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from journal.access import request_id

logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"


class RequestLogMiddleware:
    """Gives the id, keeps it at hand (``journal.access.request_id``), and says it in the answer. Outermost of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its id; a sane id of the proxy's is kept."""
        with request_id.answering(request.headers.get(HEADER, "")) as given:
            begun = time.monotonic()
            answer = self.get_response(request)
            answer[HEADER] = given
            match = request.resolver_match
            logger.info(
                "%s %s %s %.0f ms user=%s",
                request.method,
                (match.view_name or match.route) if match else "-",
                answer.status_code,
                1000 * (time.monotonic() - begun),
                _known_user(request),
            )
        return answer


def _known_user(request: HttpRequest) -> str:
    """The id of the person, where the answer needed the person anyway: the log asks the database nothing."""
    user = getattr(request, "_cached_user", None)  # where Django's get_user keeps it
    return str(user.pk or "-") if user else "-"


class WithRequestId(logging.Filter):
    """Puts the id of the request that is being answered into every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through."""
        record.request_id = request_id.current() or "-"
        return True

"""Activity: what keeps a session alive, and what the browser is told about its end."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.doors.address import address_of

COOKIE = "session_until"  # seconds since 1970; the script that warns reads it (static/face/js/idle.js)
DEVICE_LENGTH = 300


class ActivityMiddleware:
    """Writes the last activity, at most every five minutes, and from where somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the end of the session in a cookie."""
        session = request.session
        before = session.get(SESSION_KEY)
        answer = self.get_response(request)
        person = session.get(SESSION_KEY)
        if person and person != before:
            session.address = address_of(request)
            session.device = request.headers.get("User-Agent", "")[:DEVICE_LENGTH]
        elif person and session.is_due() and not asks_by_itself(request):
            session.touch()
        _tell_end(request, answer, bool(person))
        return answer


def asks_by_itself(request: HttpRequest) -> bool:
    """Whether the page asked without anybody: fragments that follow work in the background. Autosave is a POST."""
    return request.method == "GET" and "HX-Request" in request.headers


def _tell_end(request: HttpRequest, answer: HttpResponseBase, known: bool) -> None:
    told = request.COOKIES.get(COOKIE)
    if not known:
        if told:
            answer.delete_cookie(COOKIE, samesite="Lax")
        return
    until = str(int(request.session.ends_at.timestamp()))
    if told != until:
        answer.set_cookie(COOKIE, until, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")

"""Every door is watched at one place, whoever wrote the page behind it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import base36_to_int

from accounts.doors.address import network_of
from accounts.doors.counting import TooMany, account_of, aimed_at, attempt
from accounts.doors.device import known_device, remember
from accounts.doors.limits import ADDRESSES, Door, was_sent_away
from accounts.models import Guess, User


def at_door(door: Door) -> Callable[[Callable], Callable]:
    """Watch a view of our own as ``door``."""

    def mark(view: Callable) -> Callable:
        view.door = door
        return view

    return mark


class DoorMiddleware:
    """Counts attempts at doors before they are made, and forgets those that succeeded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; who got in is known on this device from now on."""
        answer = self.get_response(request)
        made: tuple[Door, Guess] | None = getattr(request, "attempt", None)
        if made is None:
            return answer
        door, guess = made
        if door.passed(request, answer):
            guess.delete()
        if request.method == "POST" and was_sent_away(request, answer) and (user := _who_got_in(request)):
            remember(request, answer, user)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponseBase | None:
        """429 when there were too many attempts."""
        match = request.resolver_match
        door = getattr(view, "door", None) or ADDRESSES.get(match.view_name if match else "")
        if door is None or request.method not in door.methods or not settings.DOORS_WATCHED:
            return None
        said = door.whom(request)
        user = account_of(said)
        try:
            guess = attempt(
                door,
                whom=aimed_at(said, user),
                network=network_of(request),
                device=known_device(request, user),
            )
        except TooMany as refusal:
            return _too_many(request, refusal)
        request.attempt = door, guess
        return None


def _too_many(request: HttpRequest, refusal: TooMany) -> HttpResponseBase:
    """The page that says when to try again, and whom to call."""
    answer = render(request, "429.html", {"until": refusal.until}, status=HTTPStatus.TOO_MANY_REQUESTS)
    wait = refusal.until - timezone.now()
    answer["Retry-After"] = str(max(1, int(wait.total_seconds()) + 1))
    return answer


def _who_got_in(request: HttpRequest) -> User | None:
    """Who is signed in now, or who has just set a new password by e-mail; the mailbox proves the person."""
    if request.user.is_authenticated:
        return request.user
    if request.resolver_match.view_name != "account_reset_password_from_key":
        return None
    number = request.resolver_match.kwargs["uidb36"]
    return User.objects.filter(pk=base36_to_int(number)).first()

"""Devices that an account knows: a signed cookie that lives a year, set when somebody got in.

It opens nothing. Attempts from a known device are counted apart, so that guesses of strangers do not lock its owner out.
A new password makes all other devices strange again.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

COOKIE = "device"
SALT = "accounts.doors.device"
YEAR = 365 * 24 * 3600
MOST = 5  # accounts that one browser knows


def _mark(user: User) -> str:
    """What changes with the password of an account."""
    return salted_hmac(SALT, user.get_session_auth_hash()).hexdigest()[:16]


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    """Number of the account → name of the device, mark."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def known_device(request: HttpRequest, user: User | None) -> str:
    """The name of the device when the account knows it, else ""."""
    name, mark = _kept(request).get(str(user.pk), ("", "")) if user else ("", "")
    return name if user and name and constant_time_compare(mark, _mark(user)) else ""


def remember(request: HttpRequest, answer: HttpResponseBase, user: User) -> None:
    """Make the device known to the account."""
    kept = _kept(request)
    name = known_device(request, user) or secrets.token_urlsafe(12)
    kept = {key: value for key, value in kept.items() if key != str(user.pk)}
    kept = dict(list(kept.items())[-(MOST - 1) :]) | {str(user.pk): [name, _mark(user)]}
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )

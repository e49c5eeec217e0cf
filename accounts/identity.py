"""Whether it is still the person who signed in (ASVS 7.5.1).

Signing in, and showing again who one is, hold for a quarter of an hour.
"""

from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person signed in, or showed password, second factor or single sign-on, less than 15 minutes ago."""
    if not request.user.is_authenticated:
        return False
    now = timezone.now()
    holds = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    if now - request.session.began_at < holds:
        return True
    shown = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return now.timestamp() - max(shown, default=0) < holds.total_seconds()


def to_confirm(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and from there back to the page with the form; without a way to ask, to the log-in."""
    back = request.get_full_path() if request.method == "GET" else _page_of_form(request)
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if not ways:  # came by single sign-on, and has nothing else to show
        logout(request)
    ask = ways[0]["url"] if ways else reverse("account_login")
    return redirect(f"{ask}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def _page_of_form(request: HttpRequest) -> str:
    """The path of the page from which a form was sent; where a person starts when the browser does not say."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return reverse("home")
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")

"""The way into the back office, which has no door of its own."""

from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse


def to_login(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the portal's log-in and back; who is signed in and may not enter is told that (403)."""
    if request.user.is_authenticated:
        return render(request, "403.html", status=403)
    onward = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
    return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: onward})}")

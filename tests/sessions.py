"""Sessions of people who have just signed in, for browsers and visitors over HTTP that need not fill in the log-in."""

from django.conf import settings
from django.test import Client

from accounts.models import User


def session_of(user: User) -> str:
    """Return the key of a new session of the person; it lies in the database."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

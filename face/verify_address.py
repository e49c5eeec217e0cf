"""Where the public verifies what the portal printed: the address that QR images hold."""

from urllib.parse import urlsplit

from django.conf import settings

OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


def verify_address(code: str) -> str:
    """Full address of the public page that verifies a code."""
    return f"{settings.SITE_URL}/verify/{code}/"


def site_is_public() -> bool:
    """Whether ``SITE_URL`` is an address that others can open, and not just this machine."""
    return urlsplit(settings.SITE_URL).hostname not in OWN_MACHINE

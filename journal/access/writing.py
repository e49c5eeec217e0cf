"""Writing the access log: one plain INSERT, no lock, no chain; ``batches`` chains whole days afterwards."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.crypto import salted_hmac

from journal.access import request_id
from journal.models import AccessEntry

Kind = AccessEntry.Kind
MOST = 20  # lines of one kind that one person (without an account: one address) writes in a minute
MINUTE = timedelta(minutes=1)
SECRETS = {"token", "key", "uidb36"}  # parts of addresses that open something by themselves
BOUNDED = (Kind.REFUSED, Kind.FAILED, Kind.THROTTLED)  # what strangers can cause without end


def write(
    request: HttpRequest, kind: str, *, person_id: int | None = None, tried: str = ""
) -> AccessEntry | None:
    """Write one line about the request; nothing but the line is written.

    Of the kinds that somebody could cause without end, ``MOST`` a minute are written, then one line that counts.

    Args:
        person_id: who it is about; the account that was tried where signing in failed.
        tried: what was typed as an account that does not exist; only a digest is kept.

    Returns:
        The line; None when it was only counted.
    """
    match = request.resolver_match
    entry = AccessEntry(
        kind=kind,
        person_id=person_id,
        tried=digest_of_tried(tried) if tried else "",
        route=match.view_name[:80] if match else "",
        object_key=object_key(match) if match else "",
        address=address_of(request),
        agent=request.headers.get("User-Agent", "")[:120].replace("\x00", ""),
        request_id=request_id.current(),
    )
    if kind in BOUNDED and _counted(entry):
        return None
    entry.save(force_insert=True)
    return entry


def _counted(entry: AccessEntry) -> bool:
    """Whether the line was added to the one that counts; when it is the first too many, it becomes that one."""
    recent = AccessEntry.objects.filter(kind=entry.kind, at__gte=Now() - MINUTE)
    recent = (
        recent.filter(person_id=entry.person_id)
        if entry.kind == Kind.REFUSED
        else recent.filter(address=entry.address)
    )
    if recent.exclude(route="").count() < MOST:
        return False
    entry.route = entry.object_key = entry.tried = ""
    if entry.kind != Kind.REFUSED:
        entry.person_id = None
    return bool(recent.filter(route="").update(count=F("count") + 1))


def object_key(match: ResolverMatch) -> str:
    """What the address names beside its route: ``pk=12``; secrets in it are left out."""
    shown = ((name, "…" if name in SECRETS else value) for name, value in match.kwargs.items())
    return "&".join(f"{name}={value}" for name, value in shown).replace("\x00", "")[:120]


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind as many proxies as allauth trusts (``TRUSTED_PROXIES``); "" when unknown."""
    try:
        return str(get_adapter().get_client_ip(request) or "")[:45]
    except PermissionDenied:
        return ""


def digest_of_tried(typed: str) -> str:
    """SHA-256 keyed with the secret of the installation: equal attempts are seen as equal, and nobody reads them back."""
    return salted_hmac("journal.access.tried", typed.strip().lower(), algorithm="sha256").hexdigest()

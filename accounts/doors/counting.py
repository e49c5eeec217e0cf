"""Counting attempts, in the database: Redis may be away, and no count may be lost with it.

An attempt is written before it is judged and taken out when it succeeded, so that many at once do not pass together.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.doors.limits import OF_DEVICE, Door, Limit
from accounts.models import Guess, User

DEVICE = "device:"


class TooMany(Exception):
    """The door stays shut to this attempt. ``until``: when it may be made again."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def account_of(said: str) -> User | None:
    """The account that was meant: by number (``#7``) or by any of its e-mail addresses."""
    if said.startswith("#"):
        return User.objects.filter(pk=said[1:]).first() if said[1:].isdecimal() else None
    address = said.strip().lower()  # as all addresses are kept
    if not address:
        return None
    own = User.objects.filter(email=address).first()
    return own or User.objects.filter(emailaddress__email=address).first()


def aimed_at(said: str, user: User | None) -> str:
    """How the target of an attempt is kept: a hash, the same for all addresses of an account; "" for none."""
    target = f"#{user.pk}" if user else said.strip().lower()
    return salted_hmac("accounts.doors", target).hexdigest() if target else ""


def attempt(door: Door, *, whom: str, network: str, device: str = "") -> Guess:
    """Write an attempt, unless there were too many.

    Args:
        whom: as ``aimed_at`` gives it. network: from where. device: the name of a device that the account knows.

    Raises:
        TooMany: it must not be made now.
    """
    now = timezone.now()
    rows = Guess.objects.filter(door=door.name)
    at_whom = rows.filter(whom=whom)
    if device:
        guess = _write(door, whom, f"{DEVICE}{device}", now)
        if not _over(at_whom.filter(source=guess.source), OF_DEVICE, now):
            return guess
        guess.delete()
    guess = _write(door, whom, network, now)
    ends = [_over(rows.filter(source=network), limit, now) for limit in door.source]
    if whom:
        ends.append(_over(at_whom.filter(source=network), door.pair, now))
        ends.append(_over(at_whom.exclude(source__startswith=DEVICE), door.whom_all, now))
    late = [end for end in ends if end]
    if late:
        guess.delete()
        raise TooMany(max(late))
    return guess


def _write(door: Door, whom: str, source: str, now: datetime) -> Guess:
    return Guess.objects.create(door=door.name, whom=whom, source=source, at=now)


def _over(rows: QuerySet[Guess], limit: Limit | None, now: datetime) -> datetime | None:
    """When there is room again for one more; None when there is now. The attempt itself is among the rows."""
    if limit is None:
        return None
    recent = rows.filter(at__gt=now - limit.period).order_by("-at", "-pk")
    oldest = recent.values_list("at", flat=True)[limit.amount : limit.amount + 1]
    return oldest[0] + limit.period if oldest else None

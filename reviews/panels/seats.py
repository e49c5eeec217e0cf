"""Who sits in a panel, and by which lasting number (REV-2, REV-3). Called with the panel locked, or just made."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from accounts.models import User
from reviews.models import Panel, Seat


def join(panel: Panel, reviewers: Iterable[User], at: datetime) -> list[User]:
    """Let people join a panel; return those who were not in it.

    Who joins anew gets the next numbers; people who join together get them in a secret order, so that neither
    names nor accounts tell who is 专家1. Who was in it before has the old number again.
    """
    members = set(panel.reviewers.values_list("pk", flat=True))
    new = [reviewer for reviewer in reviewers if reviewer.pk not in members]
    panel.reviewers.add(*new)
    Seat.objects.filter(panel=panel, reviewer__in=new).update(left_at=None, left_reason="")
    known = set(Seat.objects.filter(panel=panel).values_list("reviewer_id", flat=True))
    unnumbered = [reviewer for reviewer in new if reviewer.pk not in known]
    secrets.SystemRandom().shuffle(unnumbered)
    last = Seat.objects.filter(panel=panel).aggregate(last=Max("number"))["last"] or 0
    Seat.objects.bulk_create(
        Seat(panel=panel, reviewer=reviewer, number=number, joined_at=at)
        for number, reviewer in enumerate(unnumbered, start=last + 1)
    )
    return new


def leave(panel: Panel, reviewer: User, at: datetime, reason: str) -> None:
    """Let somebody leave a panel; the number stays with the person."""
    panel.reviewers.remove(reviewer)
    Seat.objects.filter(panel=panel, reviewer=reviewer).update(left_at=at, left_reason=reason)

"""Signing in and out leaves lines in the access log: hooks of allauth's adapter, so no signal is needed."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpRequest

from accounts.models import User
from journal.access.writing import Kind, write

logger = logging.getLogger(__name__)


class Traced(DefaultAccountAdapter):
    """An account adapter that writes; to be the base of the one that settings name."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; who cannot be written down is not let in."""
        write(request, Kind.SIGN_IN, person_id=user.pk)
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out; a log that cannot be written keeps nobody signed in."""
        person_id = request.user.pk
        super().logout(request)
        if person_id:
            write_if_possible(request, Kind.SIGN_OUT, person_id=person_id)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who tried too often; raises ValidationError."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            write_attempt(request, Kind.THROTTLED, typed_in(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down which account was tried."""
        super().authentication_failed(request, **credentials)
        write_attempt(request, Kind.FAILED, typed_in(credentials))


def typed_in(credentials: dict[str, Any]) -> str:
    """What was typed as the account."""
    return str(credentials.get("email") or credentials.get("username") or "")


def write_attempt(request: HttpRequest, kind: str, typed: str) -> None:
    """Write an attempt at an account: its id where there is one, else a digest of what was typed."""
    person_id = User.objects.filter(email__iexact=typed).values_list("pk", flat=True).first()
    write_if_possible(request, kind, person_id=person_id, tried="" if person_id else typed)


def write_if_possible(
    request: HttpRequest, kind: str, *, person_id: int | None = None, tried: str = ""
) -> None:
    """Write a line about what happens in any case: a database that fails is logged, and changes nothing for the person."""
    try:
        write(request, kind, person_id=person_id, tried=tried)
    except DatabaseError:
        logger.exception("The access log could not be written: %s.", kind)

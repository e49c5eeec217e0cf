"""Which acts on the score sheets of a list are offered to a person (REV-3)."""

from collections.abc import Iterable

from accounts.models import User
from applications.models import Application
from reviews.rules import sheets_open
from reviews.workflow import SCORE_SHEET


def reopenable(user: User, applications: Iterable[Application]) -> set[int]:
    """Ids of the sheets that a person may reopen, from applications with prefetched sheets."""
    return _sheets_for("reopen_sheet", user, applications)


def awaited(user: User, applications: Iterable[Application]) -> set[int]:
    """Ids of the sheets still out that a person may stop waiting for, from applications with prefetched sheets."""
    return _sheets_for("close_lack", user, applications)


def _sheets_for(verb: str, user: User, applications: Iterable[Application]) -> set[int]:
    return {
        sheet.pk
        for application in applications
        if sheets_open(application)
        for sheet in application.score_sheets.all()
        if SCORE_SHEET.can(verb, sheet, user)
    }

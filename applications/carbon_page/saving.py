"""Saving the carbon figures of a draft: the sheet is one piece, with one mark of what the page was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.carbon_page.actions import Overtaken, digest, save_carbon
from applications.carbon_page.forms import sent_calculation, sent_history
from applications.filling.saving import locked_draft
from applications.models import Application
from programme.notice import Carbon
from sheets.forms import sent_marks

WHOLE = "whole"  # the name under which a page carries one mark for all its fields
SENT = {Carbon.CALCULATION: sent_calculation, Carbon.HISTORY: sent_history}


@dataclass
class SavedSheet:
    """What became of the figures that a person sent.

    Attributes:
        application: as it is stored now.
        at: when it was saved, or refused.
        copy: the mark that the page carries from now on.
        overtaken: somebody else saved other figures meanwhile, so that nothing was saved.
    """

    application: Application
    at: datetime
    copy: dict[str, str]
    overtaken: bool = False


def sheet_mark(carbon: dict) -> dict[str, str]:
    """The mark that a page made from these figures carries."""
    return {WHOLE: digest(carbon)}


def sent_mark(data: Mapping[str, str]) -> str:
    """The mark that a sent page carried, or that of the other version which the person chose to overwrite."""
    return data.get("overwrite") or sent_marks(data, {WHOLE}).get(WHOLE, "")


@transaction.atomic
def save_sheet(application_id: int, data: Mapping[str, str], *, actor: User) -> SavedSheet:
    """Save what was typed into the carbon figures, complete or not.

    Raises:
        Application.DoesNotExist, Refused: as ``saving.locked_draft``.
        KeyError: this type of application has no carbon figures.
    """
    application, now = locked_draft(application_id, actor)
    typed = SENT[application.programme_form.carbon](data)
    try:
        saved = save_carbon(application.pk, actor=actor, carbon=typed, base=sent_mark(data))
    except Overtaken as overtaken:
        return SavedSheet(overtaken.application, now, {WHOLE: sent_mark(data)}, overtaken=True)
    return SavedSheet(saved, saved.saved_at, sheet_mark(saved.carbon))

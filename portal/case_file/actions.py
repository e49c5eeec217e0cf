"""Asking for the case file of an application, and taking it along: both are written down."""

from accounts.models import User
from journal.acts import Refused
from journal.work import nudge
from portal.case_file.acts import ASK_CASE_FILE, DOWNLOAD_CASE_FILE
from portal.models import CaseFile

FILES = {"pdf": "PDF", "archive": "ZIP"}


def ask_for_case_file(application_id: int, *, actor: User) -> CaseFile:
    """Have the case file of a received application built, or built anew.

    Raises:
        Refused: it is being built already.
    """
    with ASK_CASE_FILE.perform(application_id, actor=actor) as act:
        row = CaseFile.objects.filter(application=act.object).first()
        if row and row.state == CaseFile.State.PENDING:
            raise Refused("案卷正在生成，请稍候。")
        row = row or CaseFile(application=act.object)
        row.reset()
        row.asked_by, row.asked_at = actor, act.now
        row.save()
        nudge(row)
    return row


def note_download(case_file: CaseFile, what: str, *, actor: User) -> None:
    """Write down who took which file along."""
    with DOWNLOAD_CASE_FILE.perform(lambda: case_file.application, actor=actor) as act:
        stored = getattr(case_file, f"{what}_id")
        act.summary = f"{FILES[what]}，SHA-256 {stored}"
        act.facts |= {"file": what, "sha256": stored}

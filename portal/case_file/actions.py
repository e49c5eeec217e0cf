"""Asking for the case file of an application, and taking it along: both are written down."""

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.work import nudge
from journal.workflow import Refused
from portal.models import CaseFile

FILES = {"pdf": "PDF", "archive": "ZIP"}


@transaction.atomic
def ask_for_case_file(application_id: int, *, actor: User) -> CaseFile:
    """Have the case file of a received application built, or built anew.

    Raises:
        Refused: it is being built already.
    """
    now = clock.now()
    if not may(actor, Capability.GATHER_CASE_FILES):
        raise Refused("您没有生成案卷的权限。")
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    row = CaseFile.objects.filter(application=application).first()
    if row and row.state == CaseFile.State.PENDING:
        raise Refused("案卷正在生成，请稍候。")
    row = row or CaseFile(application=application)
    row.reset()
    row.asked_by, row.asked_at = actor, now
    row.save()
    _say("ask_case_file", "生成申报案卷", application, actor, now)
    nudge(row)
    return row


@transaction.atomic
def note_download(case_file: CaseFile, what: str, *, actor: User) -> None:
    """Write down who took which file along."""
    now = clock.now()
    stored = getattr(case_file, f"{what}_id")
    facts = {"file": what, "sha256": stored}
    summary = f"{FILES[what]}，SHA-256 {stored}"
    _say("download_case_file", "下载申报案卷", case_file.application, actor, now, summary, facts)


def _say(verb: str, label: str, application: Application, actor: User, at, summary="", facts=None) -> None:
    record(
        verb,
        application,
        at=at,
        actor=actor,
        label=label,
        summary=summary,
        facts=facts,
        audience=Audience.CITY,
    )

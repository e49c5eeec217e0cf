"""Noting what was looked up about an applicant (ELI-T, ELI-L, ELI-P, ELI-C)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import may
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused
from reviews.compliance.table import compliance_of
from reviews.models import ComplianceEntry
from reviews.models.compliance import Topic
from reviews.states import ComplianceResult


@dataclass(frozen=True)
class Found:
    """What a clerk found for one topic of one year."""

    topic: str
    year: int
    result: str
    detail: str
    source: str
    looked_up_on: date


@transaction.atomic
def note_compliance(revision, *, actor: User, found: Sequence[Found], seen: str) -> int:
    """Note entries of the organisation of a revision; each change is in the journal with what it said before.

    Args:
        found: the entries that the person changed.
        seen: ``Record.seen`` of the page that the person had, so that nothing is overwritten unseen.

    Returns:
        How many entries were new or differ.

    Raises:
        Refused: the record was changed meanwhile, or the person does not screen.
    """
    if not may(actor, Capability.SCREEN):
        raise Refused("只有市级工作人员可以登记近三年记录。")
    now = clock.now()
    organisation = Organisation.objects.select_for_update().get(pk=revision.application.organisation_id)
    if compliance_of(revision).seen != seen:
        raise Refused(
            "这份记录刚被其他人更新，您这次填写的还没有保存。请对照下方的现有记录核对，再次保存时以您填写的为准。"
        )
    entries = organisation.compliance_entries.select_for_update().in_bulk()
    known = {(entry.topic, entry.year): entry for entry in entries.values()}
    changed = 0
    for each in found:
        changed += _noted(organisation, known.get((each.topic, each.year)), each, actor, now)
    return changed


def _noted(organisation: Organisation, entry: ComplianceEntry | None, found: Found, actor, now) -> bool:
    values, before = asdict(found), {}
    if entry:
        before = {name: getattr(entry, name) for name in values}
        if before == values:
            return False
    entry = entry or ComplianceEntry(organisation=organisation)
    for name, value in (values | {"by": actor, "at": now}).items():
        setattr(entry, name, value)
    entry.save()
    record(
        "note_compliance",
        entry,
        at=now,
        actor=actor,
        label="更正近三年记录" if before else "登记近三年记录",
        summary=f"{found.year} 年{Topic(found.topic).label}：{_said(before)}{entry.get_result_display()}（{found.source}）",
        facts={"organisation": organisation.pk, "before": _plain(before), "after": _plain(values)},
        audience=Audience.CITY,
    )
    return True


def _said(before: dict) -> str:
    return f"由「{ComplianceResult(before['result']).label}」改为" if before else ""


def _plain(values: dict) -> dict:
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}

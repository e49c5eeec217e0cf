"""Noting what was looked up about an applicant (ELI-T, ELI-L, ELI-P, ELI-C)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from accounts.models import Organisation, User
from journal.acts import Act, Refused
from journal.clock import day_of
from reviews.acts import NOTE_COMPLIANCE
from reviews.compliance.table import compliance_of
from reviews.models import ComplianceEntry
from reviews.models.compliance import ADVERSE, Topic
from reviews.states import ComplianceResult

OVERTAKEN = (
    "这份记录刚被其他人更新，您这次填写的还没有保存。请对照下方的现有记录核对，再次保存时以您填写的为准。"
)


@dataclass(frozen=True)
class Found:
    """What a clerk found for one topic of one year."""

    topic: str
    year: int
    result: str
    detail: str
    source: str
    looked_up_on: date


def note_compliance(revision, *, actor: User, found: Sequence[Found], seen: str) -> int:
    """Note entries of the organisation of a revision; each change is in the journal with what it said before.

    Args:
        found: the entries that the person changed.
        seen: ``Record.seen`` of the page that the person had, so that nothing is overwritten unseen.

    Returns:
        How many entries were new or differ.

    Raises:
        Refused: the record was changed meanwhile, the person does not screen, or an entry lacks its source, its day
            or what was found.
    """
    changed: list[Found] = []

    def locked_entries() -> Iterator[ComplianceEntry]:
        organisation = Organisation.objects.select_for_update().get(pk=revision.application.organisation_id)
        if compliance_of(revision).seen != seen:
            raise Refused(OVERTAKEN)
        entries = organisation.compliance_entries.select_for_update().in_bulk()
        known = {(entry.topic, entry.year): entry for entry in entries.values()}
        for what in found:
            entry = known.get((what.topic, what.year)) or ComplianceEntry(organisation=organisation)
            if not entry.pk or _values(entry) != asdict(what):
                changed.append(what)
                yield entry

    with NOTE_COMPLIANCE.perform_all(locked_entries, actor=actor) as acts:
        for act, what in zip(acts, changed, strict=True):
            _require_whole(what, act.now)
            _note(act, what)
    return len(changed)


def _require_whole(what: Found, now: datetime) -> None:
    name = f"{what.year} 年{Topic(what.topic).label}"
    if not what.source.strip():
        raise Refused(f"{name}：请填写查询来源。")
    if what.looked_up_on > day_of(now):
        raise Refused(f"{name}：查询日期不能晚于今天。")
    if what.looked_up_on.year < what.year:
        raise Refused(f"{name}：查询日期不能早于所查的 {what.year} 年，请核对。")
    if what.result in ADVERSE and not what.detail.strip():
        raise Refused(f"{name}：请写明查到的情况。")


def _values(entry: ComplianceEntry) -> dict:
    return {column.name: getattr(entry, column.name) for column in fields(Found)}


def _note(act: Act[ComplianceEntry], what: Found) -> None:
    entry, after = act.object, asdict(what)
    before = _values(entry) if entry.pk else {}
    for name, value in (after | {"by": act.actor, "at": act.now}).items():
        setattr(entry, name, value)
    entry.save()
    act.label = "更正近三年记录" if before else act.label
    result = f"{_said(before)}{ComplianceResult(what.result).label}（{what.source}）"
    act.summary = f"{what.year} 年{Topic(what.topic).label}：{result}"
    act.facts |= {
        "organisation": entry.organisation_id,
        "before": _plain(before),
        "after": _plain(after),
    }


def _said(before: dict) -> str:
    return f"由「{ComplianceResult(before['result']).label}」改为" if before else ""


def _plain(values: dict) -> dict:
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}

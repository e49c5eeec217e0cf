"""Saving the record of a visit while it is written, by several people at once (``sheets.merging``, ``draft.js``).

Each field carries a mark of what the page showed. What a person changed is kept; what others changed meanwhile stays; a
field that both changed is refused with both versions. The ordinary POST and the autosave take the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from face.wording import chinese_datetime
from journal import clock
from journal.workflow import Refused
from reviews.models import VisitCase
from reviews.visits.recording.entries import labels_of, taken, words
from reviews.workflow import VISIT_CASE
from sheets.merging.clashes import THEIRS, Clash, sent_marks
from sheets.merging.merge import Verdict, mark_data, verdict


@dataclass
class SavedCase:
    """What came of a save: the record, the marks that the page carries from now on, what clashed, what others changed."""

    case: VisitCase
    at: datetime
    copy: dict[str, str]
    clashes: dict[str, Clash] = field(default_factory=dict)
    newer: list[str] = field(default_factory=list)


def marks_of(case: VisitCase) -> dict[str, str]:
    """The marks that the page of a record carries, field by field."""
    return {name: _mark(case.entries.get(name, "")) for name in labels_of(case.checklist)}


def _mark(text: str) -> str:
    return mark_data(text or None)


@transaction.atomic
def save_case(case_id: int, data: Mapping, *, actor: User) -> SavedCase:
    """Save what was sent of a record; what another person changed meanwhile is not overwritten.

    Raises:
        Refused: this person may not write it now.
    """
    now = clock.now()
    locked = VisitCase.objects.select_for_update(of=("self",)).select_related("visit", "application")
    case = locked.get(pk=case_id)
    if not VISIT_CASE.can("write", case, actor):
        raise Refused("这份调研记录已提交，或该申报的评审已结束，不能再填写。请刷新页面查看。")
    labels, sent = labels_of(case.checklist), taken(case.checklist, data)
    copy = sent_marks(data, set(labels))
    saved, changed = SavedCase(case, now, dict(copy)), {}
    for name, text in sent.items():
        stored = case.entries.get(name, "")
        found = _decide(name, copy, stored, text, data)
        if found is Verdict.CLASH:
            saved.clashes[name] = _clash(case, name, labels[name], text, actor)
            continue
        if found is Verdict.MINE and text != stored:
            changed[name] = text
        saved.copy[name] = _mark(text)
        if found is Verdict.THEIRS and text != stored:
            saved.newer.append(labels[name])
    if changed:
        _write(case, changed, actor, now)
    return saved


def _decide(name: str, copy: Mapping, stored: str, text: str, data: Mapping) -> Verdict:
    """Which version of a field holds; what the person decided about a clash counts as seen."""
    now, pick = _mark(stored), data.get(f"pick-{name}")
    if pick == THEIRS:
        return Verdict.THEIRS
    before = str(data.get(f"seen-{name}", "")) if pick else copy.get(name, now)
    return verdict(before, _mark(text), now)


def _clash(case: VisitCase, name: str, label: str, mine: str, actor: User) -> Clash:
    stored = case.entries.get(name, "")
    pk, who, at = case.edits[name]
    who = "您本人（在另一个窗口）" if pk == actor.pk else who
    when = chinese_datetime(datetime.fromisoformat(at))
    return Clash(name, label, words(name, mine), words(name, stored), who, when, seen=_mark(stored))


def _write(case: VisitCase, changed: dict[str, str], actor: User, now: datetime) -> None:
    stamp = [actor.pk, str(actor), now.isoformat()]
    case.entries = case.entries | changed
    case.edits = case.edits | dict.fromkeys(changed, stamp)
    case.saved_at = now
    case.save(update_fields=["entries", "edits", "saved_at"])

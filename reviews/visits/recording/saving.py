"""Saving the record of a visit while it is written, by several people at once (``sheets.merging.entries``, ``draft.js``).

The ordinary POST and the autosave take the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from face.wording import chinese_datetime
from journal import clock
from journal.workflow import Refused
from reviews.models import VisitCase
from reviews.visits.recording.entries import labels_of, taken, words
from reviews.workflow import VISIT_CASE
from sheets.merging.clashes import Clash
from sheets.merging.entries import MergedEntries, marks_of_entries, merge_entries


@dataclass(frozen=True)
class SavedCase:
    """What came of a save: the record, when, and what was put together."""

    case: VisitCase
    at: datetime
    merged: MergedEntries

    @property
    def copy(self) -> dict[str, str]:
        """The marks that the page carries from now on."""
        return self.merged.copy

    @property
    def clashes(self) -> dict[str, Clash]:
        """What two people changed."""
        return self.merged.clashes

    @property
    def newer(self) -> list[str]:
        """Labels of what others changed."""
        return self.merged.newer


def marks_of(case: VisitCase) -> dict[str, str]:
    """The marks that the page of a record carries, field by field."""
    return marks_of_entries(case.entries, labels_of(case.checklist))


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
    merged = merge_entries(
        case.entries,
        case.edits,
        labels_of(case.checklist),
        taken(case.checklist, data),
        data,
        actor_id=actor.pk,
        words=words,
        when=lambda at: chinese_datetime(datetime.fromisoformat(at)),
    )
    if merged.changed:
        stamp = [actor.pk, str(actor), now.isoformat()]
        case.entries = case.entries | merged.changed
        case.edits = case.edits | dict.fromkeys(merged.changed, stamp)
        case.saved_at = now
        case.save(update_fields=["entries", "edits", "saved_at"])
    return SavedCase(case, now, merged)

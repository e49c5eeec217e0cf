"""Saving what is written of an evaluation, by several people at once (``sheets.merging.entries``, ``draft.js``).

The ordinary POST and the autosave take the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from face.wording import chinese_datetime
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.evaluation.layout import layout_of
from pilots.models import Evaluation
from pilots.workflow import EVALUATION
from sheets.merging.entries import MergedEntries, marks_of_entries, merge_entries

NOT_NOW = "这次评估已提出结论或已结束，您现在不能填写。请刷新页面查看。"


@dataclass(frozen=True)
class SavedEvaluation:
    """What came of a save: the row, when, and what was put together."""

    evaluation: Evaluation
    at: datetime
    merged: MergedEntries


def marks_of(evaluation: Evaluation, today: date) -> dict[str, str]:
    """The marks that its page carries, place by place."""
    return marks_of_entries(evaluation.entries, layout_of(evaluation, today).places)


@transaction.atomic
def save_evaluation(evaluation_id: int, data: Mapping, *, actor: User) -> SavedEvaluation:
    """Save what was sent; what another person changed meanwhile is not overwritten.

    Raises:
        Refused: this person may not write it now.
    """
    now = clock.now()
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("pilot__entry")
    evaluation = rows.get(pk=evaluation_id)
    if not EVALUATION.can("write_evaluation", evaluation, actor):
        raise Refused(NOT_NOW)
    layout = layout_of(evaluation, day_of(now))
    merged = merge_entries(
        evaluation.entries,
        evaluation.edits,
        layout.labels,
        layout.taken(data),
        data,
        actor_id=actor.pk,
        words=layout.words,
        when=lambda at: chinese_datetime(datetime.fromisoformat(at)),
    )
    if merged.changed:
        stamp = [actor.pk, str(actor), now.isoformat()]
        evaluation.entries = evaluation.entries | merged.changed
        evaluation.edits = evaluation.edits | dict.fromkeys(merged.changed, stamp)
        evaluation.saved_at = now
        evaluation.save(update_fields=["entries", "edits", "saved_at"])
    return SavedEvaluation(evaluation, now, merged)

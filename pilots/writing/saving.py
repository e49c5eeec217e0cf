"""Saving what is written about a pilot, by several people at once (``sheets.merging.entries``, ``draft.js``).

The ordinary POST and the autosave take the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from face.wording import chinese_datetime
from journal import clock
from journal.workflow import Refused
from pilots.models import Submission
from pilots.workflow import SUBMISSION
from pilots.writing.layout import Layout
from sheets.merging.entries import MergedEntries, marks_of_entries, merge_entries

NOT_NOW = "这份材料已提交或已终止，您现在不能填写。请刷新页面查看。"


@dataclass(frozen=True)
class Saved:
    """What came of a save: the row, when, and what was put together."""

    submission: Submission
    at: datetime
    merged: MergedEntries


def marks_of(submission: Submission, layout: Layout) -> dict[str, str]:
    """The marks that its page carries, place by place."""
    return marks_of_entries(submission.content, layout.places)


@transaction.atomic
def save_submission(
    submission_id: int, data: Mapping, *, actor: User, layout_of: Callable[[Submission], Layout]
) -> Saved:
    """Save what was sent; what another person changed meanwhile is not overwritten.

    Args:
        layout_of: the layout of its kind, asked for the locked row.

    Raises:
        Refused: this person may not write it now.
    """
    now = clock.now()
    rows = Submission.objects.select_for_update(of=("self",)).select_related("pilot__entry")
    submission = rows.get(pk=submission_id)
    if not SUBMISSION.can("write_submission", submission, actor):
        raise Refused(NOT_NOW)
    layout = layout_of(submission)
    merged = merge_entries(
        submission.content,
        submission.edits,
        layout.labels,
        layout.taken(data),
        data,
        actor_id=actor.pk,
        words=layout.words,
        when=lambda at: chinese_datetime(datetime.fromisoformat(at)),
    )
    if merged.changed:
        stamp = [actor.pk, str(actor), now.isoformat()]
        submission.content = submission.content | merged.changed
        submission.edits = submission.edits | dict.fromkeys(merged.changed, stamp)
        submission.saved_at = now
        submission.save(update_fields=["content", "edits", "saved_at"])
    return Saved(submission, now, merged)

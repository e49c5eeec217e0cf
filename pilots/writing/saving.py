"""Saving what is written about a pilot, by several people at once (``sheets.merging.saving``)."""

from collections.abc import Callable, Mapping

from django.db import transaction

from accounts.models import User
from face.wording import instant_words
from journal import clock
from journal.workflow import Refused
from pilots.models import Submission
from pilots.workflow import SUBMISSION
from pilots.writing.layout import Layout
from sheets.merging.saving import Saved, save_texts

NOT_NOW = "这份材料已提交或已终止，您现在不能填写。请刷新页面查看。"


@transaction.atomic
def save_submission(
    submission_id: int, data: Mapping, *, actor: User, layout_of: Callable[[Submission], Layout]
) -> Saved[Submission]:
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
    page = layout_of(submission)
    return save_texts(submission, "content", page, data, actor=actor, at=now, when=instant_words)

"""Saving what is written of an evaluation, by several people at once (``sheets.merging.saving``)."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from face.wording import instant_words
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.evaluation.layout import layout_of
from pilots.models import Evaluation
from pilots.workflow import EVALUATION
from sheets.merging.saving import Saved, save_texts

NOT_NOW = "这次评估已提出结论或已结束，您现在不能填写。请刷新页面查看。"


@transaction.atomic
def save_evaluation(evaluation_id: int, data: Mapping, *, actor: User) -> Saved[Evaluation]:
    """Save what was sent; what another person changed meanwhile is not overwritten.

    Raises:
        Refused: this person may not write it now.
    """
    now = clock.now()
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("pilot__entry")
    evaluation = rows.get(pk=evaluation_id)
    if not EVALUATION.can("write_evaluation", evaluation, actor):
        raise Refused(NOT_NOW)
    page = layout_of(evaluation, day_of(now))
    return save_texts(evaluation, "entries", page, data, actor=actor, at=now, when=instant_words)

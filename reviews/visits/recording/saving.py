"""Saving the record of a visit while it is written, by several people at once (``sheets.merging.saving``)."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from face.wording import instant_words
from journal import clock
from journal.workflow import Refused
from reviews.models import VisitCase
from reviews.visits.recording.entries import Fields
from reviews.workflow import VISIT_CASE
from sheets.merging.saving import Saved, save_texts


@transaction.atomic
def save_case(case_id: int, data: Mapping, *, actor: User) -> Saved[VisitCase]:
    """Save what was sent of a record; what another person changed meanwhile is not overwritten.

    Raises:
        Refused: this person may not write it now.
    """
    now = clock.now()
    locked = VisitCase.objects.select_for_update(of=("self",)).select_related("visit", "application")
    case = locked.get(pk=case_id)
    if not VISIT_CASE.can("write", case, actor):
        raise Refused("这份调研记录已提交，或该申报的评审已结束，不能再填写。请刷新页面查看。")
    page = Fields(case.checklist)
    return save_texts(case, "entries", page, data, actor=actor, at=now, when=instant_words)

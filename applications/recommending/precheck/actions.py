"""What a recommender writes down before it acts: the pre-check sheet with the drafted opinion (REC-2)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from applications.models import Application, PreCheck
from applications.workflow import APPLICATION
from face.wording import chinese_datetime
from journal import clock
from journal.workflow import Refused


class Stale(Refused):
    """The sheet was saved by somebody else, or in another window, since the page was opened."""


@transaction.atomic
def save_precheck(
    application_id: int,
    *,
    actor: User,
    revision_id: int,
    findings: dict,
    materials: dict,
    opinion: dict,
    dated: date | None,
    seen: str,
) -> PreCheck:
    """Keep the sheet as it stands, complete or not; nothing that a colleague saved meanwhile is overwritten unseen.

    Args:
        revision_id: what the person had in front of them.
        findings: condition key → {"met": bool, "remark": text}. ``materials``: material key → the same.
        opinion: the recommender's part of the form by key, maybe incomplete; ``dated``: its day.
        seen: ``mark_of`` the sheet that the page showed.

    Raises:
        Stale: the sheet was saved meanwhile. Refused: the application no longer waits at this recommender, or
            another version was submitted.
    """
    now = clock.now()
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    if not APPLICATION.can("forward", application, actor):
        raise Refused(f"当前状态为「{application.get_state_display()}」，初审表不能再修改。")
    if application.current_revision_id != revision_id:
        raise Refused("申报单位已重新提交，请刷新页面，对新的版本初审。")
    kept = PreCheck.objects.filter(revision_id=revision_id).select_related("by").first()
    if kept and mark_of(kept) != seen:
        who = "您在另一个窗口" if kept.by_id == actor.pk else str(kept.by)
        raise Stale(
            f"{who}已于 {chinese_datetime(kept.at)} 保存过这份初审表，您这次填写的还没有保存。"
            "请核对后再保存，以您这次填写的为准；要先看保存的内容，请在新窗口打开本页。"
        )
    values = {"findings": findings, "materials": materials, "opinion": opinion, "dated": dated}
    values |= {"recommender_id": application.recommender_id, "by": actor, "at": now}
    return PreCheck.objects.update_or_create(revision_id=revision_id, defaults=values)[0]


def mark_of(precheck: PreCheck | None) -> str:
    """What a page carries to say which state of the sheet it showed; empty for none."""
    return _mark(precheck.at) if precheck else ""


def _mark(at: datetime) -> str:
    return str(int(at.timestamp() * 1_000_000))

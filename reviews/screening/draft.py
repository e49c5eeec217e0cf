"""Keeping the screening sheet while it is not finished (REV-1)."""

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.workflow import APPLICATION
from face.wording import chinese_datetime
from journal import clock
from journal.workflow import Refused
from reviews.models import ScreeningDraft

MOST_CHARACTERS = 100_000  # of all inputs together: far more than every field full


class StaleSheet(Refused):
    """The sheet was saved by somebody else, or in another window, since the page was opened."""


@transaction.atomic
def keep_sheet(
    application_id: int, *, actor: User, revision_id: int, data: dict[str, str], seen: int
) -> ScreeningDraft:
    """Keep the sheet as typed, finished or not; it is no finding yet, so the journal does not know of it.

    Args:
        revision_id: what the person had in front of them.
        data: the inputs by name. seen: ``version_of`` the sheet that the page showed.

    Raises:
        StaleSheet: somebody saved it meanwhile. Refused: it cannot be screened any more, there is another
            revision, or there is far too much text.
    """
    now = clock.now()
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    if not APPLICATION.can("accept", application, actor):
        raise Refused(f"当前状态为「{application.get_state_display()}」，审查表不能再保存。")
    if application.current_revision_id != revision_id:
        raise Refused("申报单位已提交新的版本，请刷新页面，对新的版本审查。")
    if sum(map(len, data.values())) > MOST_CHARACTERS:
        raise Refused("填写的内容太多，没有保存。")
    kept = draft_of(revision_id)
    require_seen(kept, seen, actor)
    values = {"data": data, "version": version_of(kept) + 1, "by": actor, "at": now}
    return ScreeningDraft.objects.update_or_create(revision_id=revision_id, defaults=values)[0]


def draft_of(revision_id: int) -> ScreeningDraft | None:
    """What is kept of the sheet of a revision."""
    return ScreeningDraft.objects.filter(revision_id=revision_id).select_related("by").first()


def version_of(draft: ScreeningDraft | None) -> int:
    """What a page carries to say which state of the sheet it showed; 0 for none."""
    return draft.version if draft else 0


def require_seen(kept: ScreeningDraft | None, seen: int, actor: User) -> None:
    """Refuse what was typed on an older state of the sheet.

    Raises:
        StaleSheet: as it says.
    """
    if version_of(kept) == seen:
        return
    who = "您在另一个窗口" if kept.by_id == actor.pk else str(kept.by)
    raise StaleSheet(
        f"{who}已于 {chinese_datetime(kept.at)} 保存过这份审查表，您这次填写的还没有保存。"
        "请对照下方列出的不同之处核对；再次保存或提交时，以您这次填写的为准。"
    )

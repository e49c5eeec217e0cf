"""What staff write down of a panel's work: points discussed on an application, minutes. Edits add a version."""

from collections.abc import Mapping

from accounts.models import User
from applications.models import Application
from files.models import StoredFile
from journal.acts import Refused
from reviews.acts import WRITE_MINUTES, WRITE_NOTE
from reviews.locks import locked_panel
from reviews.models import Minutes, PanelNote

OVERTAKEN = "在您填写期间，{who}已经保存了新的一版。您写的内容还在下面，请先对照最新一版，再保存。"


def write_note(panel_id: int, application_id: int, *, actor: User, text: str, after: int) -> PanelNote:
    """Write down what a panel discussed on an application before it.

    Args:
        after: number of the version that the writer has seen (0: none).

    Raises:
        Refused: the application is not before the panel, or somebody wrote another version meanwhile.
    """
    with WRITE_NOTE.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        panel = act.object
        application = Application.objects.filter(pk=application_id, score_sheets__panel=panel).first()
        if application is None:
            raise Refused("该申报没有提交这个评审组。")
        versions = PanelNote.objects.filter(panel=panel, application=application).select_related("by")
        _require_seen(versions.order_by("-number").first(), after)
        note = PanelNote.objects.create(
            panel=panel, application=application, number=after + 1, text=text, by=actor, at=act.now
        )
        act.summary = f"{application.number} 第 {note.number} 版"
        act.facts |= {"application": application.pk, "number": note.number}
    return note


def write_minutes(
    panel_id: int,
    *,
    actor: User,
    values: Mapping,
    after: int,
    file: StoredFile | None = None,
    file_name: str = "",
) -> Minutes:
    """Write the minutes of a panel; without a new file the one of the version before stays.

    Args:
        values: held_on, attendees, text.
        after: number of the version that the writer has seen (0: none).

    Raises:
        Refused: somebody wrote another version meanwhile.
    """
    with WRITE_MINUTES.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        panel = act.object
        before = Minutes.objects.filter(panel=panel).select_related("by").order_by("-number").first()
        _require_seen(before, after)
        if file is None and before is not None:
            file, file_name = before.file, before.file_name
        minutes = Minutes.objects.create(
            panel=panel, number=after + 1, file=file, file_name=file_name, by=actor, at=act.now, **values
        )
        act.summary = f"第 {minutes.number} 版"
        act.facts |= {"number": minutes.number, "sha256": file.pk if file else ""}
    return minutes


def _require_seen(latest: PanelNote | Minutes | None, after: int) -> None:
    if (latest.number if latest else 0) != after:
        raise Refused(OVERTAKEN.format(who=latest.by if latest else "其他人"))

"""Handing a sheet to a reviewer, shared by the acts that do so (REV-2)."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.workflow import APPLICATION
from journal.workflow import Refused
from reviews.models import Draw, Panel, ScoreSheet
from reviews.pool.conflicts import Kept
from reviews.states import ScoreSheetState


def require_match(panel: Panel, application: Application) -> None:
    """Hold an application against the year, type and field of a panel.

    Raises:
        Refused: it is for another one.
    """
    if panel.cycle_id != application.cycle_id or panel.pilot_type != application.pilot_type:
        raise Refused(
            f"「{panel.name}」只评审 {panel.cycle.year} 年度{panel.get_pilot_type_display()}的申报。"
        )
    if panel.field and panel.field != application.field:
        raise Refused(f"「{panel.name}」只评审{panel.get_field_display()}领域的申报。")


def assign(
    panel: Panel,
    application: Application,
    reviewer: User,
    at: datetime,
    *,
    kept: Kept | None = None,
    draw: Draw | None = None,
) -> ScoreSheet:
    """Give a reviewer the sheet of an application; what keeps the two apart recuses at once.

    Args:
        kept: kind and note of the conflict (``conflicts.between_all``), if any.
    """
    conflict, note = kept or ("", "")
    return ScoreSheet.objects.create(
        panel=panel,
        application=application,
        reviewer=reviewer,
        draw=draw,
        state=ScoreSheetState.RECUSED if conflict else ScoreSheetState.ASSIGNED,
        state_since=at,
        conflict=conflict,
        conflict_note=note,
    )


def put_before(application: Application, made: list[ScoreSheet], panel: Panel, *, actor: User, at: datetime):
    """Run the verb for an application whose sheets were made, and tell the reviewers and the applicant."""
    with APPLICATION.perform("put_before_panel", application.pk, actor=actor, at=at) as act:
        asked = [sheet.reviewer for sheet in made if not sheet.conflict]
        act.facts |= {"panel": panel.pk, "reviewers": [reviewer.pk for reviewer in asked]}
        act.tell(asked, *new_task(application))
        act.tell(
            User.objects.of(application.organisation),
            f"进入评审：{application.number}",
            f"「{application.title}」已提交评审组评审。",
            application.get_absolute_url(),
        )


def new_task(application: Application) -> tuple[str, str, str]:
    """Subject, body and link of the message to a reviewer who is given a sheet."""
    return (
        f"有新的评审任务：{application.title}",
        f"请您评审「{application.title}」（{application.number}）。请先声明有无利益关系，再评分。",
        reverse("reviewer_desk"),
    )

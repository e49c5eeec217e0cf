"""Who joins and who leaves a panel at work, with the sheets (REV-2). Runs inside the act that has locked the panel."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.states import State
from journal.acts import Act, Refused
from reviews.models import Panel, ScoreSheet
from reviews.panels import seats
from reviews.panels.assigning import assign
from reviews.pool import conflicts
from reviews.states import Conflict
from reviews.workflow import SCORE_SHEET


def require_newcomer(panel: Panel, reviewer: User) -> None:
    """Stop who would seat somebody twice, or again after the person was taken out.

    Raises:
        Refused: the reviewer is a member, or was taken out of the panel.
    """
    if panel.score_sheets.filter(reviewer=reviewer, conflict=Conflict.TAKEN_OUT).exists():
        raise Refused(f"{reviewer} 已调整出本评审组，不能再次加入。")
    if panel.reviewers.filter(pk=reviewer.pk).exists():
        raise Refused(f"{reviewer} 已是本评审组成员。")


def require_member(panel: Panel, reviewer: User) -> None:
    """Stop who would take out somebody who is not in the panel.

    Raises:
        Refused: the person is no member.
    """
    if not panel.reviewers.filter(pk=reviewer.pk).exists():
        raise Refused(f"{reviewer} 不是本评审组成员。")


def has_submitted(panel: Panel, reviewer: User) -> bool:
    """Whether the reviewer submitted a sheet of the panel, also one that was reopened: leaving takes two then (REV-2)."""
    return panel.score_sheets.once_submitted().filter(reviewer=reviewer).exists()


def let_join(panel: Panel, reviewers: Iterable[User], at: datetime) -> dict[int, list[ScoreSheet]]:
    """Seat new members and give each the sheets of all that is in review before the panel; conflicts recuse at once.

    Returns:
        Reviewer id → the new sheets.
    """
    newcomers = seats.join(panel, reviewers, at)
    cases = list(
        Application.objects.filter(score_sheets__panel=panel, state=State.IN_REVIEW).distinct().order_by("pk")
    )
    held = set(
        ScoreSheet.objects.filter(application__in=cases, reviewer__in=newcomers).values_list(
            "application_id", "reviewer_id"
        )
    )
    kept = conflicts.between_all(newcomers, cases)
    return {
        reviewer.pk: [
            assign(panel, case, reviewer, at, kept=kept.get((case.pk, reviewer.pk)))
            for case in cases
            if (case.pk, reviewer.pk) not in held
        ]
        for reviewer in newcomers
    }


def let_leave(act: Act, panel: Panel, reviewer: User, reason: str) -> list[ScoreSheet]:
    """Let a member leave: open sheets end, submitted ones stay and count; the person is told. Returns what ended."""
    sheets = panel.score_sheets.open().filter(reviewer=reviewer).order_by("pk")
    ended = list(sheets.select_for_update(of=("self",)))
    seats.leave(panel, reviewer, act.now, reason)
    for sheet in ended:
        with SCORE_SHEET.perform("take_out", sheet.pk, actor=act.actor, at=act.now) as end:
            end.object.conflict, end.object.conflict_note = Conflict.TAKEN_OUT, reason
            end.summary = reason
    act.summary = f"{reviewer}：{reason}"
    act.facts |= {"reviewer": reviewer.pk, "sheets": [sheet.pk for sheet in ended]}
    act.tell(
        [reviewer],
        f"评审任务调整：{panel.name}",
        f"您不再参加「{panel.name}」的评审，未提交的 {len(ended)} 份评分表无需再填写。",
        reverse("reviewer_desk"),
    )
    return ended

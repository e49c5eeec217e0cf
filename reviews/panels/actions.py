"""Panels: forming them, putting applications before them, their members and their day (REV-2). One function, one act."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.states import State
from face.wording import chinese_date
from journal import clock
from journal.acts import Refused
from programme.models import Cycle
from reviews.acts import CHANGE_DUE, DISSOLVE_PANEL, FORM_PANEL, TAKE_OUT_REVIEWER
from reviews.locks import locked_panel, locked_people
from reviews.models import Panel, ScoreSheet, SeedNaming
from reviews.panels.assigning import assign, put_before, require_match
from reviews.panels.changes import propose_members
from reviews.panels.members import has_submitted, let_leave, require_member
from reviews.pool import conflicts
from reviews.rubrics.rubric import rubric_of


def form_panel(
    *,
    actor: User,
    cycle: Cycle,
    pilot_type: str,
    field: str,
    name: str,
    reviewers: Iterable[User],
    due: date | None = None,
    reason: str = "",
) -> Panel:
    """Form a panel for a cycle, type and field (REV-2); without members when they are to be drawn.

    Args:
        reviewers: picked by hand; they join when another person confirms them.
        reason: why these.

    Raises:
        Refused: members are picked without a reason.
    """
    reviewers = list(reviewers)
    with FORM_PANEL.perform(actor=actor) as act:
        panel = Panel.objects.create(
            cycle=cycle,
            pilot_type=pilot_type,
            field=field,
            name=name,
            due=due,
            created_by=actor,
            created_at=act.now,
        )
        rubric_of(cycle, pilot_type)
        act.about = panel
        picked = "、".join(str(reviewer) for reviewer in reviewers)
        act.summary = f"选定专家待另一人确认：{picked}" if picked else "专家待抽取"
        if reviewers:
            propose_members(panel.pk, reviewers, actor=actor, reason=reason)
    return panel


def dissolve_panel(panel_id: int, *, actor: User) -> None:
    """Dissolve a panel that was formed by mistake: nothing was ever before it. The journal keeps what it was.

    Raises:
        Refused: something was put before it, or it has minutes.
    """
    with DISSOLVE_PANEL.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        panel = act.object
        if not may_be_dissolved(panel):
            raise Refused(
                "已有申报提交过这个评审组，或者已有会议纪要，不能解散。需要换人的，请增补或调整专家。"
            )
        members = "、".join(str(reviewer) for reviewer in panel.reviewers.all()) or "没有专家"
        act.summary = f"{panel}：{members}"
        panel.seats.all().delete()
        panel.changes.all().delete()
        panel.seed_namings.all().delete()
        act.remove()


def may_be_dissolved(panel: Panel) -> bool:
    """Whether nothing was ever before a panel, and nothing was written about it."""
    awaited = panel.seed_namings.filter(state=SeedNaming.State.NAMED)
    return not (
        panel.score_sheets.exists() or panel.draws.exists() or panel.minutes.exists() or awaited.exists()
    )


@transaction.atomic
def put_before_panel(application_id: int, *, actor: User, panel: Panel) -> list[ScoreSheet]:
    """Put an accepted application before all members of a panel; conflicts recuse at once (REV-2).

    Raises:
        Refused: the panel is for another year, type or field, or has no members.
    """
    now = clock.now()
    panel = locked_panel(panel.pk)
    members = list(locked_people(panel.reviewers.all()))
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    require_match(panel, application)
    if not members:
        raise Refused("评审组还没有专家，不能提交评审。请增补专家，或抽取专家。")
    if application.state != State.ACCEPTED:
        raise Refused(f"{application.number} 当前为「{application.get_state_display()}」，不能提交评审。")
    kept = conflicts.between_all(members, [application])
    made = [
        assign(panel, application, member, now, kept=kept.get((application.pk, member.pk)))
        for member in members
    ]
    put_before(application, made, panel, actor=actor, at=now)
    return made


def take_out(panel_id: int, reviewer: User, *, actor: User, reason: str) -> list[ScoreSheet]:
    """Take a reviewer out of a panel who has submitted nothing; open sheets end (REV-2).

    Returns:
        The sheets that ended.

    Raises:
        Refused: the person is no member, or has submitted: then it takes two (``changes.propose_taking_out``).
    """
    with TAKE_OUT_REVIEWER.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        require_member(act.object, reviewer)
        if has_submitted(act.object, reviewer):
            raise Refused(f"{reviewer} 已提交过评分表，调整出评审组须由一人提议、另一人确认。请重新提交。")
        return let_leave(act, act.object, reviewer, reason)


def change_due(panel_id: int, *, actor: User, due: date | None) -> Panel:
    """Move the last day for the sheets of a panel; who still has open ones is told."""
    with CHANGE_DUE.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        panel = act.object
        if panel.due == due:
            act.nothing()
            return panel
        before, panel.due = panel.due, due
        panel.save(update_fields=["due"])
        last = f"{chinese_date(due)} 24:00" if due else "未设定"
        act.summary = f"{chinese_date(before) if before else '未设定'} → {last}"
        act.tell(
            User.objects.filter(pk__in=panel.score_sheets.open().values("reviewer")),
            f"评分截止日期已调整：{panel.name}",
            f"「{panel.name}」的评分截止时间：{last}。",
            reverse("reviewer_desk"),
        )
    return panel

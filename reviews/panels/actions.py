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
from reviews.acts import ADD_REVIEWER, CHANGE_DUE, DISSOLVE_PANEL, FORM_PANEL, TAKE_OUT_REVIEWER
from reviews.locks import locked_panel, locked_people
from reviews.models import Panel, ScoreSheet
from reviews.panels import seats
from reviews.panels.assigning import assign, new_task, put_before, require_match
from reviews.pool import conflicts
from reviews.rubrics.rubric import rubric_of
from reviews.states import Conflict
from reviews.workflow import SCORE_SHEET


def form_panel(
    *,
    actor: User,
    cycle: Cycle,
    pilot_type: str,
    field: str,
    name: str,
    reviewers: Iterable[User],
    due: date | None = None,
) -> Panel:
    """Form a panel for a cycle, type and field (REV-2); without members when they are to be drawn."""
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
        seats.join(panel, reviewers, act.now)
        rubric_of(cycle, pilot_type)
        act.about = panel
        act.summary = "、".join(str(reviewer) for reviewer in panel.reviewers.all()) or "专家待抽取"
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
        act.remove()


def may_be_dissolved(panel: Panel) -> bool:
    """Whether nothing was ever before a panel, and nothing was written about it."""
    return not (panel.score_sheets.exists() or panel.draws.exists() or panel.minutes.exists())


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


def add_reviewer(panel_id: int, reviewer: User, *, actor: User) -> list[ScoreSheet]:
    """Add a reviewer to a panel at work, for all that is in review before it: others recused, or are too few (REV-2).

    Returns:
        The sheets of the reviewer; those of a conflict are recused already.

    Raises:
        Refused: the reviewer is a member already, or was taken out of the panel.
    """

    def locked() -> Panel:
        panel = locked_panel(panel_id)
        locked_people(User.objects.filter(pk=reviewer.pk)).get()
        return panel

    with ADD_REVIEWER.perform(locked, actor=actor) as act:
        panel = act.object
        own = panel.score_sheets.filter(reviewer=reviewer)
        if own.filter(conflict=Conflict.TAKEN_OUT).exists():
            raise Refused(f"{reviewer} 已调整出本评审组，不能再次加入。")
        if not seats.join(panel, [reviewer], act.now):
            raise Refused(f"{reviewer} 已是本评审组成员。")
        cases = Application.objects.filter(score_sheets__panel=panel, state=State.IN_REVIEW)
        cases = list(cases.exclude(score_sheets__reviewer=reviewer).distinct().order_by("pk"))
        kept = conflicts.between_all([reviewer], cases)
        made = [
            assign(panel, case, reviewer, act.now, kept=kept.get((case.pk, reviewer.pk))) for case in cases
        ]
        free = [sheet for sheet in made if not sheet.conflict]
        act.summary = str(reviewer)
        act.facts |= {"reviewer": reviewer.pk, "applications": [sheet.application_id for sheet in free]}
        for sheet in free:
            act.tell([reviewer], *new_task(sheet.application))
    return made


def take_out(panel_id: int, reviewer: User, *, actor: User, reason: str) -> list[ScoreSheet]:
    """Take a reviewer out of a panel: open sheets end, submitted ones stay and count (REV-2).

    Returns:
        The sheets that ended.

    Raises:
        Refused: the person is no member.
    """
    with TAKE_OUT_REVIEWER.perform(lambda: locked_panel(panel_id), actor=actor) as act:
        panel = act.object
        if not panel.reviewers.filter(pk=reviewer.pk).exists():
            raise Refused(f"{reviewer} 不是本评审组成员。")
        sheets = panel.score_sheets.open().filter(reviewer=reviewer).order_by("pk")
        ended = list(sheets.select_for_update(of=("self",)))
        seats.leave(panel, reviewer, act.now, reason)
        for sheet in ended:
            with SCORE_SHEET.perform("take_out", sheet.pk, actor=actor, at=act.now) as end:
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

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
from journal.models import Audience
from journal.recording import record, tell
from journal.workflow import Refused
from programme.models import Cycle
from reviews.locks import locked_panel, locked_people
from reviews.models import Panel, ScoreSheet
from reviews.panels import seats
from reviews.panels.assigning import assign, new_task, put_before, require_match
from reviews.pool import conflicts
from reviews.rubrics.rubric import rubric_of
from reviews.states import Conflict
from reviews.workflow import SCORE_SHEET


@transaction.atomic
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
    now = clock.now()
    panel = Panel.objects.create(
        cycle=cycle, pilot_type=pilot_type, field=field, name=name, due=due, created_by=actor, created_at=now
    )
    seats.join(panel, reviewers, now)
    rubric_of(cycle, pilot_type)
    names = "、".join(str(reviewer) for reviewer in panel.reviewers.all()) or "专家待抽取"
    record(
        "form_panel", panel, at=now, actor=actor, label="组建评审组", summary=names, audience=Audience.CITY
    )
    return panel


@transaction.atomic
def dissolve_panel(panel_id: int, *, actor: User) -> None:
    """Dissolve a panel that was formed by mistake: nothing was ever before it. The journal keeps what it was.

    Raises:
        Refused: something was put before it, or it has minutes.
    """
    now = clock.now()
    panel = locked_panel(panel_id)
    if not may_be_dissolved(panel):
        raise Refused("已有申报提交过这个评审组，或者已有会议纪要，不能解散。需要换人的，请增补或调整专家。")
    members = "、".join(str(reviewer) for reviewer in panel.reviewers.all()) or "没有专家"
    record(
        "dissolve_panel",
        panel,
        at=now,
        actor=actor,
        label="解散评审组",
        summary=f"{panel}：{members}",
        audience=Audience.CITY,
    )
    panel.seats.all().delete()
    panel.delete()


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
        assign(panel, application, each, now, kept=kept.get((application.pk, each.pk))) for each in members
    ]
    put_before(application, made, panel, actor=actor, at=now)
    return made


@transaction.atomic
def add_reviewer(panel_id: int, reviewer: User, *, actor: User) -> list[ScoreSheet]:
    """Add a reviewer to a panel at work, for all that is in review before it: others recused, or are too few (REV-2).

    Returns:
        The sheets of the reviewer; those of a conflict are recused already.

    Raises:
        Refused: the reviewer is a member already, or was taken out of the panel.
    """
    now = clock.now()
    panel = locked_panel(panel_id)
    locked_people(User.objects.filter(pk=reviewer.pk)).get()
    own = panel.score_sheets.filter(reviewer=reviewer)
    if own.filter(conflict=Conflict.TAKEN_OUT).exists():
        raise Refused(f"{reviewer} 已调整出本评审组，不能再次加入。")
    if not seats.join(panel, [reviewer], now):
        raise Refused(f"{reviewer} 已是本评审组成员。")
    cases = Application.objects.filter(score_sheets__panel=panel, state=State.IN_REVIEW)
    cases = list(cases.exclude(score_sheets__reviewer=reviewer).distinct().order_by("pk"))
    kept = conflicts.between_all([reviewer], cases)
    made = [assign(panel, case, reviewer, now, kept=kept.get((case.pk, reviewer.pk))) for case in cases]
    row = record(
        "add_reviewer",
        panel,
        at=now,
        actor=actor,
        label="增补评审专家",
        summary=str(reviewer),
        facts={"reviewer": reviewer.pk, "applications": [a.application_id for a in made if not a.conflict]},
        audience=Audience.CITY,
    )
    for score_sheet in made:
        if not score_sheet.conflict:
            subject, body, link = new_task(score_sheet.application)
            key = f"record:{row.pk}:{score_sheet.pk}"
            tell([reviewer], key=key, subject=subject, body=body, link=link, at=now)
    return made


@transaction.atomic
def take_out(panel_id: int, reviewer: User, *, actor: User, reason: str) -> list[ScoreSheet]:
    """Take a reviewer out of a panel: open sheets end, submitted ones stay and count (REV-2).

    Returns:
        The sheets that ended.

    Raises:
        Refused: the person is no member.
    """
    now = clock.now()
    panel = locked_panel(panel_id)
    if not panel.reviewers.filter(pk=reviewer.pk).exists():
        raise Refused(f"{reviewer} 不是本评审组成员。")
    sheets = panel.score_sheets.open().filter(reviewer=reviewer).order_by("pk")
    ended = list(sheets.select_for_update(of=("self",)))
    seats.leave(panel, reviewer, now, reason)
    for sheet in ended:
        with SCORE_SHEET.perform("take_out", sheet.pk, actor=actor, at=now) as act:
            act.object.conflict, act.object.conflict_note = Conflict.TAKEN_OUT, reason
            act.summary = reason
    row = record(
        "take_out_reviewer",
        panel,
        at=now,
        actor=actor,
        label="调整出评审组",
        summary=f"{reviewer}：{reason}",
        facts={"reviewer": reviewer.pk, "sheets": [sheet.pk for sheet in ended]},
        audience=Audience.CITY,
    )
    tell(
        [reviewer],
        key=f"record:{row.pk}",
        subject=f"评审任务调整：{panel.name}",
        body=f"您不再参加「{panel.name}」的评审，未提交的 {len(ended)} 份评分表无需再填写。",
        link=reverse("reviewer_desk"),
        at=now,
    )
    return ended


@transaction.atomic
def change_due(panel_id: int, *, actor: User, due: date | None) -> Panel:
    """Move the last day for the sheets of a panel; who still has open ones is told."""
    now = clock.now()
    panel = locked_panel(panel_id)
    if panel.due == due:
        return panel
    before, panel.due = panel.due, due
    panel.save(update_fields=["due"])
    said = f"{chinese_date(due)} 24:00" if due else "未设定"
    row = record(
        "change_due",
        panel,
        at=now,
        actor=actor,
        label="调整评分截止日期",
        summary=f"{chinese_date(before) if before else '未设定'} → {said}",
        audience=Audience.CITY,
    )
    waiting = panel.score_sheets.open().values("reviewer")
    tell(
        User.objects.filter(pk__in=waiting),
        key=f"record:{row.pk}",
        subject=f"评分截止日期已调整：{panel.name}",
        body=f"「{panel.name}」的评分截止时间：{said}。",
        link=reverse("reviewer_desk"),
        at=now,
    )
    return panel

"""Panels: forming them, putting applications before them, adding a reviewer (REV-2). One function, one act."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.states import State
from applications.workflow import APPLICATION
from journal import clock
from journal.models import Audience
from journal.recording import record, tell
from journal.workflow import Refused
from pilots.models import Cycle
from reviews.models import Assignment, Panel
from reviews.rubrics import rubric_of
from reviews.rules import detected_conflict
from reviews.states import AssignmentState


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
    """Form a panel for a cycle, type and field (REV-2)."""
    now = clock.now()
    panel = Panel.objects.create(
        cycle=cycle, pilot_type=pilot_type, field=field, name=name, due=due, created_by=actor, created_at=now
    )
    panel.reviewers.set(reviewers)
    rubric_of(cycle, pilot_type)
    names = "、".join(str(reviewer) for reviewer in panel.reviewers.all())
    record(
        "form_panel", panel, at=now, actor=actor, label="组建评审组", summary=names, audience=Audience.CITY
    )
    return panel


def put_before_panel(application_id: int, *, actor: User, panel: Panel) -> list[Assignment]:
    """Put an accepted application before a panel; detected conflicts recuse at once (REV-2).

    Raises:
        Refused: the panel is for another year, type or field.
    """
    with APPLICATION.perform("put_before_panel", application_id, actor=actor) as act:
        application = act.object
        _require_match(panel, application)
        made = [_assign(panel, application, r, act.now) for r in panel.reviewers.order_by("pk")]
        act.facts |= {"panel": panel.pk, "reviewers": [a.reviewer_id for a in made if not a.conflict]}
        act.tell([a.reviewer for a in made if not a.conflict], *_new_task(application))
        act.tell(
            User.objects.of(application.organisation),
            f"进入评审：{application.number}",
            f"「{application.title}」已提交评审组评审。",
            application.get_absolute_url(),
        )
    return made


def _require_match(panel: Panel, application: Application) -> None:
    if panel.cycle_id != application.cycle_id or panel.pilot_type != application.pilot_type:
        raise Refused(
            f"「{panel.name}」只评审 {panel.cycle.year} 年度{panel.get_pilot_type_display()}的申报。"
        )
    if panel.field and panel.field != application.field:
        raise Refused(f"「{panel.name}」只评审{panel.get_field_display()}领域的申报。")


def _assign(panel: Panel, application: Application, reviewer: User, at: datetime) -> Assignment:
    """Give a reviewer the sheet of an application; a detected conflict recuses at once."""
    conflict = detected_conflict(reviewer, application)
    return Assignment.objects.create(
        panel=panel,
        application=application,
        reviewer=reviewer,
        state=AssignmentState.RECUSED if conflict else AssignmentState.ASSIGNED,
        state_since=at,
        conflict=conflict,
        conflict_note="系统检测" if conflict else "",
    )


def _new_task(application: Application) -> tuple[str, str, str]:
    return (
        f"有新的评审任务：{application.title}",
        f"请您评审「{application.title}」（{application.number}）。请先声明有无利益关系，再评分。",
        reverse("reviewer_desk"),
    )


@transaction.atomic
def add_reviewer(panel_id: int, reviewer: User, *, actor: User) -> Panel:
    """Add a reviewer to a panel at work, for all that is in review before it: others recused, or are too few (REV-2).

    Raises:
        Refused: the reviewer is a member already.
    """
    now = clock.now()
    panel = Panel.objects.select_for_update().get(pk=panel_id)
    if panel.reviewers.filter(pk=reviewer.pk).exists():
        raise Refused(f"{reviewer} 已是本评审组成员。")
    panel.reviewers.add(reviewer)
    open_cases = Application.objects.filter(assignments__panel=panel, state=State.IN_REVIEW).distinct()
    made = [_assign(panel, application, reviewer, now) for application in open_cases]
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
    for assignment in made:
        if not assignment.conflict:
            subject, body, link = _new_task(assignment.application)
            key = f"record:{row.pk}:{assignment.pk}"
            tell([reviewer], key=key, subject=subject, body=body, link=link, at=now)
    return panel

"""An application before the city: screened, before a panel, scored, with its work plan, decided."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from accounts.models import User
from applications.models import Application
from files import store
from journal import clock
from programme.cutoff import default_cutoff, year_of
from programme.cycles.frozen import checksum, list_text
from programme.models import Cycle, FrozenLine
from programme.notice import PilotType, Sheet, form_of
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision, Panel, Screening, WorkPlan
from reviews.panels import actions as paneling
from reviews.panels.changes import confirm_changes, propose_members
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, submit_sheet
from reviews.screening.actions import screen
from reviews.work_plans.actions import hand_in, mark_finalists
from tests.factories.applications import PDF, received
from tests.factories.people import reviewer, serial, staff


def met(sheet: str) -> dict:
    """What a screener finds who finds every condition of a form met (ELI-*)."""
    return {condition.key: {"met": True, "remark": ""} for condition in form_of(sheet).conditions}


def accepted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that passed screening."""
    application = received(sheet, **kwargs)
    screen(
        application.pk,
        actor=staff(),
        outcome=Screening.Outcome.ACCEPTED,
        findings=met(sheet),
        compliance_reason="主管部门尚未函复。",
    )
    return Application.objects.get(pk=application.pk)


def panel(application: Application, reviewers: list[User]) -> Panel:
    """A panel that fits the application; a second person has confirmed its members."""
    group = paneling.form_panel(
        actor=staff(),
        cycle=application.cycle,
        pilot_type=application.pilot_type,
        field="",
        name=f"示例评审组{next(serial)}",
        reviewers=reviewers,
        reason="示例理由。",
    )
    if reviewers:
        confirm_waiting(group)
    return group


def confirm_waiting(group: Panel) -> None:
    """Another person confirms everything that waits in a panel (REV-2)."""
    waiting = group.changes.waiting().values_list("pk", flat=True)
    confirm_changes(group.pk, list(waiting), actor=staff())


def add_reviewer(group: Panel, newcomer: User) -> None:
    """One person proposes a reviewer for a panel, another confirms."""
    propose_members(group.pk, [newcomer], actor=staff(), reason="示例理由。")
    confirm_waiting(group)


def in_review(sheet: str = Sheet.TECHNOLOGY, *, reviewers: list[User] | None = None, **kwargs) -> Application:
    """An application before a panel of three (or the given) reviewers."""
    application = accepted(sheet, **kwargs)
    group = panel(application, reviewers or [reviewer() for _ in range(3)])
    paneling.put_before_panel(application.pk, actor=staff(), panel=group)
    return Application.objects.get(pk=application.pk)


def scored(sheet: str = Sheet.TECHNOLOGY, *, scores: list[int] | None = None, **kwargs) -> Application:
    """An application scored by as many reviewers as ``scores``: each gives that score (of ten) throughout."""
    scores = scores or [7, 8, 9]
    application = in_review(sheet, reviewers=[reviewer() for _ in scores], **kwargs)
    score(application, scores)
    return application


def score(application: Application, scores: Sequence[int] = (7, 8, 9)) -> None:
    """Let the reviewers of an application score it, each with that score (of ten) throughout; then it may be decided."""
    hand_in_sheets(application, scores)
    freeze(application)


def hand_in_sheets(application: Application, scores: Sequence[int] = (7, 8, 9)) -> None:
    """The same, and its year takes more: nothing is decided until closing freezes the list (CUT-2)."""
    criteria = rubric_of(application.cycle, application.pilot_type)
    for score_sheet, given in zip(application.score_sheets.order_by("pk"), scores, strict=True):
        declare_no_conflict(score_sheet.pk, actor=score_sheet.reviewer)
        submit_sheet(
            score_sheet.pk,
            actor=score_sheet.reviewer,
            scores={str(criterion.pk): given for criterion in criteria},
            remarks="示例意见。",
        )


@contextmanager
def before_last_cutoff() -> Iterator[None]:
    """The clock a month before the last cutoff: what is received inside belongs to a year that is over by now."""
    with clock.set_to(default_cutoff(year_of(clock.now(), {}) - 1) - timedelta(days=30)):
        yield


def freeze(application: Application) -> None:
    """Put an application on the frozen list of its year, as closing would (CUT-4), so that it may be decided (CUT-2).

    The year takes more all the same: a test goes on to receive, and what it decides then is put on the list as well.
    Where the year must have ended in truth, ``before_last_cutoff`` receives and ``close_due_cycles`` closes.
    """
    cycle, revision = Cycle.objects.get(pk=application.cycle_id), application.current_revision
    line = {
        "revision_sha256": revision.sha256,
        "pilot_type": application.pilot_type,
        "name": application.entry.name,
        "organisation_name": application.entry.organisation_name,
        "received_at": application.received_at,
    }
    _, fresh = FrozenLine.objects.get_or_create(cycle=cycle, number=application.number, defaults=line)
    if fresh:
        lines = list(cycle.frozen_lines.order_by("number"))
        cycle.closed_at = cycle.closed_at or clock.now()
        cycle.frozen_count, cycle.frozen_checksum = len(lines), checksum(list_text(lines))
        cycle.save(update_fields=["closed_at", "frozen_count", "frozen_checksum"])


def asked_for_plan(zone: Application) -> WorkPlan:
    """The work plan that is asked of a zone in review, due in ten days."""
    due = clock.now() + timedelta(days=10)
    return mark_finalists([zone.pk], actor=staff(), due=due, requirements="示例要求。")[0]


def work_plan(zone: Application) -> WorkPlan:
    """The work plan that a zone in review has handed in (REV-4)."""
    plan = asked_for_plan(zone)
    file = store.put(PDF, "application/pdf")
    hand_in(plan.pk, actor=zone.created_by, file=file, file_name="试点工作方案.pdf", note="示例说明。")
    return WorkPlan.objects.get(pk=plan.pk)


def decide(application: Application, outcome: str = "selected", remarks: str = "") -> Decision:
    """One person proposes a decision on a scored application, another confirms it; nothing is published.

    Its year is closed, with the application on the frozen list.
    """
    freeze(application)
    if application.pilot_type == PilotType.ZONE and outcome == "selected":
        work_plan(application)
    proposal = Proposal(
        application.pk, outcome, "排名靠前。" if outcome == "selected" else "示例理由。", remarks
    )
    (made,) = propose_decisions([proposal], actor=staff())
    (made,) = confirm_decisions({made.pk: made.mark}, actor=staff())
    return made


def decided(
    sheet: str = Sheet.TECHNOLOGY, *, outcome: str = "selected", remarks: str = "", **kwargs
) -> Application:
    """An application with a confirmed decision that nobody outside the city knows of."""
    application = scored(sheet, **kwargs)
    decide(application, outcome, remarks)
    return Application.objects.get(pk=application.pk)

"""The steps of a story before a panel: declared, scored, and the work plan of a zone in the final review (REV-2 to REV-4)."""

from collections.abc import Iterable
from datetime import timedelta

from accounts.models import User
from config.demo.stories import Story, World
from journal import clock
from programme.notice import CORRECTION_DAYS
from reviews.models import Panel, ScoreSheet, WorkPlan
from reviews.panels import actions as panels
from reviews.rubrics.rubric import rubric_of
from reviews.scoring import actions as score_sheets
from reviews.scoring.saving import REMARKS, name_of, save_sheet
from reviews.work_plans.actions import hand_in, mark_finalists


def review(world: World, story: Story, panel: str) -> None:
    """Staff put it before a panel, by the panel's name."""
    found = Panel.objects.get(cycle__year=story.year, name=panel)
    panels.put_before_panel(story.application, actor=world.people["staff"], panel=found)


def declare(world: World, story: Story, by: Iterable[int]) -> None:
    """Reviewers, by number, declare that they have no conflict."""
    for number in by:
        reviewer = _reviewer(world, number)
        score_sheets.declare_no_conflict(_score_sheet(story, reviewer).pk, actor=reviewer)


def recuse(world: World, story: Story, by: int, conflict: str, note: str) -> None:
    """A reviewer steps back."""
    reviewer = _reviewer(world, by)
    score_sheets.recuse(_score_sheet(story, reviewer).pk, actor=reviewer, conflict=conflict, note=note)


def score(world: World, story: Story, by: int, scores: list[int], remarks: str, final: bool = True) -> None:
    """A reviewer scores, in the order of the rubric, and hands in the sheet (or only keeps it)."""
    reviewer = _reviewer(world, by)
    score_sheet = _score_sheet(story, reviewer)
    rubric = rubric_of(score_sheet.panel.cycle, score_sheet.panel.pilot_type)
    given = list(zip(rubric, scores, strict=final))
    if final:
        entries = {str(criterion.pk): value for criterion, value in given}
        score_sheets.submit_sheet(score_sheet.pk, actor=reviewer, scores=entries, remarks=remarks)
    else:
        typed = {name_of(criterion): str(value) for criterion, value in given}
        save_sheet(score_sheet.pk, typed | {REMARKS: remarks}, actor=reviewer)


def finalist(world: World, story: Story, requirements: str) -> None:
    """The city takes a zone into the final review and asks for its work plan (REV-4)."""
    due = clock.now() + timedelta(days=CORRECTION_DAYS)
    mark_finalists([story.application], actor=world.people["staff"], due=due, requirements=requirements)


def work_plan(world: World, story: Story, note: str) -> None:
    """The zone hands in its work plan."""
    hand_in(
        WorkPlan.objects.get(application=story.application).pk,
        actor=world.member(story.data["applicant"]),
        file=world.materials.file("plan"),
        file_name=world.materials.file_name("plan"),
        note=note,
    )


STEPS = (review, declare, recuse, score, finalist, work_plan)


def _reviewer(world: World, number: int) -> User:
    return world.people[f"reviewer{number}"]


def _score_sheet(story: Story, reviewer: User) -> ScoreSheet:
    return ScoreSheet.objects.get(application=story.application, reviewer=reviewer)

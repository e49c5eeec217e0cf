"""Load the demo: play all stories in the order of their instants, with the clock held at each."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from accounts.models import Organisation, User
from applications.closing.close import close_due_cycles
from applications.models import Application
from config.demo.bureau_texts import write_texts
from config.demo.materials import Materials
from config.demo.organisations import make_organisations
from config.demo.people import address, make_people
from config.demo.pool import fill_pool
from config.demo.season import Season
from config.demo.steps import results
from config.demo.steps.applications import STEPS
from config.demo.stories import FOLDER, Story, World, applications, old_pilots, read
from journal import clock
from journal.clock import day_of
from journal.models import Message
from journal.work import without_nudges
from pilots.progress.opening import open_due_reports
from portal.journal_head.publishing import publish_due
from programme.library.actions import enter_national
from programme.models import Cycle
from reviews.panels.actions import form_panel
from reviews.panels.changes import confirm_changes

SWEPT = timedelta(minutes=1)  # before and after the acts for which the head of the journal is published


class CannotLoad(Exception):
    """The demo cannot be loaded here; the text is a Chinese sentence."""


def is_loaded() -> bool:
    """Whether the demo is there already."""
    return User.objects.filter(email=address("staff")).exists()


def load() -> int:
    """Load everything in one transaction; return how many applications there are then.

    Raises:
        CannotLoad: the database has data of its own, or last year's cycle is only just closing.
    """
    season = Season(clock.now())
    _require_room(season)
    with transaction.atomic(), without_nudges():
        units = make_organisations(season.opening)
        people = make_people(units, season.opening)
        world = World(season, units, people, Materials())
        with clock.set_to(season.opening):
            fill_pool(people)
        for instant, act in _agenda(world):
            with clock.set_to(instant):
                act()
        _leave_no_old_mail()
    return Application.objects.count()


def _require_room(season: Season) -> None:
    if Organisation.objects.exists() or Cycle.objects.exclude(closed_at=None).exists():
        raise CannotLoad("数据库中已有其他单位或年度的数据，演示数据只能装入空的数据库。")
    if season.now < season.closing:
        raise CannotLoad("上一年度刚刚截止，正在处理，请两分钟后再装入演示数据。")


def _agenda(world: World) -> list[tuple[datetime, Callable[[], object]]]:
    """Everything that happens, by instant; steps of one instant keep the order of their files."""
    season = world.season
    agenda: list[tuple[datetime, Callable[[], object]]] = [
        *((closing, close_due_cycles) for closing in season.closings),
        *((closing + lag, publish_due) for closing in season.closings for lag in (-SWEPT, SWEPT)),
        (season.closing, partial(write_texts, world)),
        *((morning, open_due_reports) for morning in season.quarters),
        *_results(season, world),
    ]
    for panel in read(FOLDER / "panels.yaml", season.running):
        year = season.year(panel["cycle"])
        agenda.append((season.instant(panel["at"], year), partial(_form_panel, world, year, panel)))
    for entry in read(FOLDER / "national.yaml", season.running):
        agenda.append((season.instant(entry.pop("at")), partial(_enter_national, world, entry)))
    for story in (*applications(season), *old_pilots(season)):
        before = season.opening
        for step in story.data["life"]:
            instant = season.instant(step["at"], story.year)
            if instant < before + timedelta(days=step.get("wait", 0)) and "wait" in step:
                continue
            if instant < before:
                raise ValueError(f"{story.name}: {step['do']} at {step['at']} is before the step before it.")
            agenda.append((instant, partial(_play, world, story, step)))
            before = instant
    return sorted(agenda, key=lambda item: item[0])


def _results(season: Season, world: World) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Publishing, confirming the list and awarding it, year by year."""
    for row in read(FOLDER / "results.yaml", season.running):
        year = season.year(row["cycle"])
        for name, step in results.EVENTS.items():
            if name in row:
                at = season.instant(row[name], year)
                yield from (
                    (at - SWEPT, publish_due),
                    (at, partial(step, world, year)),
                    (at + SWEPT, publish_due),
                )


def _play(world: World, story: Story, step: dict) -> None:
    details = {key: value for key, value in step.items() if key not in ("at", "do", "wait")}
    STEPS[step["do"]](world, story, **details)


def _form_panel(world: World, year: int, panel: dict) -> None:
    season = world.season
    due = (
        season.instant(panel["due"], year)
        if "due" in panel
        else season.now + timedelta(days=panel["due_in_days"])
    )
    picked = form_panel(
        actor=world.people["staff"],
        cycle=Cycle.objects.get(year=year),
        pilot_type=panel["type"],
        field=panel.get("field", ""),
        name=panel["name"],
        reviewers=[world.people[f"reviewer{number}"] for number in panel["reviewers"]],
        due=day_of(due),
        reason="按专长选定，与申报单位没有利益关系。",
    )
    waiting = picked.changes.waiting().values_list("pk", flat=True)
    confirm_changes(picked.pk, list(waiting), actor=world.people["chief"])


def _enter_national(world: World, entry: dict) -> None:
    cycle = Cycle.objects.get(year=world.season.last)
    enter_national(actor=world.people["staff"], cycle=cycle, **entry)


def _leave_no_old_mail() -> None:
    """What was said in the demo's past counts as sent then: a first start must not spray old mail."""
    Message.objects.filter(state=Message.State.PENDING).update(
        state=Message.State.DONE, sent_at=F("created_at")
    )

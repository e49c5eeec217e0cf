"""The steps of a story that take place on site: a visit is planned, its record is written (REV-1)."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from applications.models import Application
from config.demo.materials import PICTURE_NAME
from config.demo.stories import Story, World
from files import store
from files.photos import take_photo
from journal import clock
from journal.clock import BEIJING
from reviews.models import SiteVisit, VisitCase
from reviews.visits.planning.actions import change_visit, plan_visit
from reviews.visits.recording.actions import add_photo, hand_in_case
from reviews.visits.recording.saving import save_case


def visit(
    world: World, story: Story, place: str, purpose: str, days: int, reviewers: Iterable[int] = ()
) -> None:
    """Staff plan a visit in so many days, at ten in the morning, with reviewers by their numbers."""
    day = clock.now().astimezone(BEIJING) + timedelta(days=days)
    plan_visit(
        actor=world.people["staff"],
        applications=[Application.objects.get(pk=story.application)],
        visitors=[world.people["staff"], *(world.people[f"reviewer{number}"] for number in reviewers)],
        starts_at=day.replace(hour=10, minute=0, second=0, microsecond=0),
        place=place,
        purpose=purpose,
    )


def visited(
    world: World,
    story: Story,
    findings: str,
    conclusion: str,
    refused: dict | None = None,
    unseen: Iterable[str] = (),
) -> None:
    """Staff hand in the record with a photo; ``refused`` is item → remark, all other items but the unseen are 是."""
    staff, refused, absent = world.people["staff"], refused or {}, set(unseen)
    case = VisitCase.objects.filter(application=story.application).latest("pk")
    _brought_forward(case.visit, staff)
    entries = {"findings": findings, "conclusion": conclusion}
    for item in case.checklist["items"]:
        key = item["key"]
        entries[f"item_{key}"] = "no" if key in refused else "unseen" if key in absent else "yes"
        entries[f"remark_{key}"] = refused.get(key, "")
    picture = store.path(world.materials.file("picture").sha256).read_bytes()
    photo = take_photo(SimpleUploadedFile(f"{PICTURE_NAME}.png", picture))
    add_photo(case.pk, photo, actor=staff, caption="屋面现场（示例）")
    save_case(case.pk, entries, actor=staff)
    hand_in_case(case.pk, actor=staff)


def _brought_forward(visit: SiteVisit, staff: User) -> None:
    """A season that is told in few days has a visit before its planned day: its plan is changed first."""
    soon = clock.now() + timedelta(minutes=1)
    if visit.starts_at > soon:
        change_visit(
            visit.pk,
            actor=staff,
            visitors=list(visit.visitors.all()),
            starts_at=soon,
            place=visit.place,
            purpose=visit.purpose,
            others=visit.others,
            reason="经与申报单位商定，提前进行。",
        )

"""What nobody must read, on any page and in any file: every address of the portal is opened by every kind of person.

Each secret is a text that stands in the database once and may reach some people only. Pages, and the texts inside
Word, Excel, PDF and zip files, are searched for it; nothing else is assumed about where it might leak.
"""

import io
import re
import subprocess
import zipfile
from dataclasses import dataclass, replace

import pytest
from django.urls import reverse

from accounts.models import User
from applications.models import PreCheck
from programme.notice import Sheet, form_of
from reviews.models import Decision, ScoreSheet, VisitCase
from reviews.panels.notes.actions import write_note
from tests import factories
from tests.config.addresses import EVERYONE, ROWS, World, make_world
from tests.config.addresses.arguments import objection
from tests.config.addresses.who import PARTIES, READERS, REVIEW_READERS

CITY = REVIEW_READERS
CRAWLERS = sorted(EVERYONE - {"administrator"})  # the back office is the administrators' own
TEXT_MEMBERS = (".xml", ".rels", ".txt", ".json", ".csv")


@dataclass(frozen=True)
class Secret:
    """A text, what it is, and who may read it."""

    text: str
    what: str
    allowed: frozenset


@pytest.fixture
def world(db) -> World:
    """A season at its end: scored, decided, published."""
    return make_world()


def secrets(world: World) -> list[Secret]:
    """What the world holds that not everybody may read."""
    own, other = world.application.score_sheets.order_by("pk")[:2]
    assert own.reviewer == world.people["reviewer"]
    for sheet, name, remarks in (
        (own, "本人姓名甲", "本人的评语甲。"),
        (other, "他人姓名乙", "他人的评语乙。"),
    ):
        User.objects.filter(pk=sheet.reviewer_id).update(name=name)
        ScoreSheet.objects.filter(pk=sheet.pk).update(remarks=remarks)
    Decision.objects.filter(application=world.application).update(reason="内部留存的理由。")
    findings = {form_of(Sheet.TECHNOLOGY).conditions[0].key: {"met": True, "remark": "初审说明丙。"}}
    PreCheck.objects.filter(revision=world.application.current_revision).update(findings=findings)
    write_note(own.panel_id, world.application.pk, actor=world.people["staff"], text="讨论要点丁。", after=0)
    VisitCase.objects.filter(pk=world.visit_case.pk).update(findings="现场情况戊。")
    reviewing = frozenset({"reviewer"}) | CITY
    return [
        Secret("contact@example.org", "applicant's e-mail address", PARTIES),
        Secret("010-12345678", "applicant's telephone", PARTIES),
        Secret("本人姓名甲", "name of the reviewer", reviewing),
        Secret("他人姓名乙", "name of another reviewer", CITY),
        Secret("本人的评语甲。", "remarks of the reviewer", reviewing),
        Secret("他人的评语乙。", "remarks of another reviewer", CITY),
        Secret("内部留存的理由。", "reason of the decision", CITY),
        Secret("初审说明丙。", "pre-check of the recommender", frozenset({"recommender"}) | READERS),
        Secret("讨论要点丁。", "what the panel discussed", CITY),
        Secret("现场情况戊。", "findings of a visit", reviewing),
        Secret("示例异议人", "who objected", CITY),
    ]


@pytest.mark.parametrize("who", CRAWLERS)
def test_what_is_not_meant_for_a_person_is_in_nothing_that_the_person_gets(world, who):
    assert leaks(world, who, secrets(world)) == []


def test_the_crawl_finds_a_secret_where_it_stands(world):
    found = secrets(world)
    everything = "".join(read(world, "staff", name) for name, row in ROWS.items() if not row.post)
    other = world.application.score_sheets.get(reviewer__name="他人姓名乙")
    everything += get(world, "staff", reverse("reviewer_sheet", args=[other.pk]))
    objector = reverse("objection_contact", args=[objection(world).pk])
    everything += world.client("staff").post(objector).text
    assert [secret.what for secret in found if secret.text not in everything] == []


@pytest.mark.parametrize("who", ["owner", "recommender", "unassigned", "visitor"])
def test_an_unpublished_decision_changes_nothing_that_anybody_outside_the_city_gets(world, who):
    clerk = world.people["recommender"]
    scored = factories.scored(
        by=world.people["owner"], to=clerk.organisations.get(), project_name="示例储能项目"
    )
    before = crawl(replace(world, application=scored), who)
    factories.decide(scored, remarks="示例意见。")
    after = crawl(replace(world, application=scored), who)
    assert [name for name in before if before[name] != after[name]] == []


def crawl(world: World, who: str) -> dict[str, str]:
    """Address → what a person gets from it, without what differs each time."""
    left_out = (*OF_THE_LAST_REVIEWER, *MADE_EACH_TIME)
    names = [name for name, row in ROWS.items() if not row.post and name not in left_out]
    return {name: CHANGING.sub("", read(world, who, name)) for name in names}


OF_THE_LAST_REVIEWER = (
    "reviewer_sheet",
    "reviewer_declare",
    "reviewer_file",
    "reviewer_earlier_file",
)  # of another application here
MADE_EACH_TIME = (
    "invitation",
    "objection_make",
    "objection_receipt",
    "withdrawal",
    "evaluation",
)  # by the row, at the moment
CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"|"X-CSRFToken": "[^"]*"|data-(?:countdown|now)="[^"]*"'
    r"|\d+ (?:天|小时|分|分钟|秒)|\d+:\d\d"
)


def leaks(world: World, who: str, secrets: list[Secret]) -> list[str]:
    """Addresses at which a person reads what is not meant for that person."""
    hidden = [secret for secret in secrets if who not in secret.allowed]
    return [
        f"{name}: {secret.what}"
        for name, row in ROWS.items()
        if not row.post and (text := read(world, who, name))
        for secret in hidden
        if secret.text in text
    ]


def read(world: World, who: str, name: str) -> str:
    """All text that a person gets from an address."""
    with factories.undone():
        return get(world, who, reverse(name, args=ROWS[name].args(world)))


def get(world: World, who: str, url: str) -> str:
    """All text of one answer; empty when the person does not get in."""
    response = world.client(who).get(url)
    return text_in(b"".join(response)) if response.status_code == 200 else ""


def text_in(data: bytes) -> str:
    """The text of a page, or inside a Word, Excel, PDF or zip file."""
    if data.startswith(b"%PDF-"):
        run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False)
        return run.stdout.decode()
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [each for each in archive.namelist() if not each.endswith("/")]
        return "\n".join(
            archive.read(member).decode("utf-8", "replace")
            if member.endswith(TEXT_MEMBERS)
            else text_in(archive.read(member))
            for member in members
        )

"""What a reviewer can get says nothing of how to reach people, nor of other reviewers and their scores (REV-2)."""

import pytest
from django.test import Client
from django.urls import reverse

from journal.models import Message
from programme.notice import Sheet
from reviews.models import Panel
from reviews.panels.notes.actions import write_note
from reviews.scoring.actions import reopen_sheet
from reviews.scoring.reading import withheld
from tests import factories
from tests.config.addresses import ROWS, make_world
from tests.factories import applications as filled

pytestmark = pytest.mark.django_db
SECRETS = {
    "legal_representative": "密名法人甲",
    "contact_name": "密名联系人乙",
    "contact_phone": "13912345678",
    "contact_email": "secret-contact@example.org",
}
OPINION = {"recommender_contact": "密名经办丙", "recommender_phone": "010-55556666"}


@pytest.fixture(params=list(Sheet))
def scored(request, monkeypatch):
    """An application with people that can be searched for, scored by three."""
    phone = {"contact_phone": SECRETS["contact_phone"]}
    found = {key: each | phone for key, each in filled.ANSWERS.items()}
    monkeypatch.setattr(filled, "_CONTACT", filled._CONTACT | SECRETS)
    monkeypatch.setattr(filled, "ANSWERS", found)
    monkeypatch.setattr(filled, "OPINION", filled.OPINION | OPINION)
    return factories.scored(request.param, scores=[6.5, 7.5, 9.5], to=factories.bureau())


def pages_of(client, sheet) -> dict[str, bytes]:
    """Everything that hangs on a sheet, by address."""
    names = [("reviewer_desk", []), ("inbox", []), ("home", []), ("organisation", [])]
    names += [("reviewer_sheet", [sheet.pk])]
    count = len(sheet.application.current_revision.attachments)
    names += [("reviewer_file", [sheet.pk, index]) for index in range(count)]
    found = {}
    for name, args in names:
        response = client.get(reverse(name, args=args), follow=True)
        assert response.status_code == 200, name
        content = response.getvalue() if response.streaming else response.content
        headers = " ".join(f"{key}: {value}" for key, value in response.headers.items())
        found[f"{name} {args}"] = content + headers.encode()
    return found


def test_rev_2_no_page_of_a_reviewer_names_people_or_how_to_reach_them(scored):
    sheet = scored.assignments.order_by("pk").first()
    client = Client()
    client.force_login(sheet.reviewer)
    assert set(SECRETS) | set(OPINION) == withheld(sheet)
    hidden = [*SECRETS.values(), *OPINION.values(), scored.created_by.email, scored.created_by.name]
    for address, content in pages_of(client, sheet).items():
        assert [each for each in hidden if each.encode() in content] == [], address
    told = Message.objects.filter(recipient_id=sheet.reviewer_id)
    assert told.exists()
    for message in told:
        assert [each for each in hidden if each in message.subject + message.body] == []


def test_rev_2_no_page_of_a_reviewer_shows_the_scores_names_and_remarks_of_others(scored):
    staff = factories.staff()
    first, second, third = scored.assignments.order_by("pk")
    write_note(Panel.objects.get().pk, scored.pk, actor=staff, text="讨论要点示例", after=0)
    reopen_sheet(first.pk, actor=staff, reason="请复核。")
    client = Client()
    client.force_login(first.reviewer)
    hidden = [second.reviewer.name, third.reviewer.name, second.reviewer.email, str(second.total)]
    hidden += [str(third.total), "讨论要点示例"]
    for address, content in pages_of(client, first).items():
        assert [each for each in hidden if each.encode() in content] == [], address


def test_rev_2_the_citys_pages_of_the_evaluation_are_closed_to_reviewers():
    world = make_world()
    client = world.client("reviewer")
    closed = [
        "ranking",
        "ranking_case",
        "ranking_file",
        "panel_file",
        "panel_detail",
        "panel_notes",
        "decide",
    ]
    for name in [*closed, "application_detail", "revision_file", "revision_attachment", "application_packet"]:
        assert client.get(reverse(name, args=ROWS[name].args(world))).status_code == 404, name

"""What a reviewer can get says nothing of how to reach people, nor of other reviewers and their scores (REV-2)."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from applications.dossier.opinion import paper_answers
from journal.models import Message
from programme.notice import FORMS, Sheet
from reviews.models import Panel
from reviews.panels.notes.actions import write_note
from reviews.scoring.actions import reopen_sheet
from reviews.visits import checklists
from sheets import loading
from sheets.answers import put, slots
from sheets.definitions import Sheet as Form
from tests import factories
from tests.config.addresses import ROWS, make_world
from tests.factories import applications as filled

pytestmark = pytest.mark.django_db
NEW_YEAR = 2025  # before the year of the cycles of the tests: the newest definition for them
SECRET = {
    "text": "密名某{:02}",
    "longtext": "密文某{:02}",
    "phone": "010-555566{:02}",
    "mobile": "139123456{:02}",
    "email": "secret{:02}@example.org",
}


def secret_answers(form: Form, by: str) -> tuple[dict, list[str]]:
    """Answers in every place that the definition marks as personal, and the same as a list to be searched for."""
    answers, found = deepcopy(filled.answers(form.key)) if by == "applicant" else dict(filled.OPINION), []
    parts = tuple(part for part in form.parts if part.by == by)
    for number, (slot, _) in enumerate(slots(form, answers, parts), 1 if by == "applicant" else 51):
        if slot.leaf.person:
            found.append(SECRET[slot.leaf.kind].format(number))
            put(answers, slot, found[-1])
    assert len(set(found)) == len(found)
    return answers, found


def with_more_people(forms: dict) -> dict:
    """A new year's form that asks for people in a plain field, in a repeated part and in an item."""
    person = {"key": "project_leader", "label": "负责人", "kind": "text", "required": True, "person": True}
    more = {"technology": ("project", "technologies"), "leader": ("pilot",), "park": ("area",)}
    for form, parts in more.items():
        for part in (part for part in forms[form]["parts"] if part["key"] in parts):
            part["fields"].append(dict(person))
    items = [{"key": "keeper", "label": "管理人"}, {"key": "town", "label": "所在镇", "person": False}]
    team = {"key": "team", "label": "管理团队", "kind": "longtext", "person": True, "items": items}
    next(part for part in forms["community"]["parts"] if part["key"] == "area")["fields"].append(team)
    return forms


@pytest.fixture(params=[(sheet, new) for sheet in Sheet for new in (False, True)], ids=str)
def scored(request, monkeypatch, tmp_path):
    """An application with people that can be searched for, scored by three; ``secrets`` are all of them.

    Every form as it is, and as a new year may have it.
    """
    sheet, new = request.param
    if new:
        written = with_more_people(
            yaml.safe_load((loading.FOLDER / f"{loading.years()[-1]}.yaml").read_bytes())
        )
        (tmp_path / f"{NEW_YEAR}.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
        monkeypatch.setattr(loading, "FOLDER", tmp_path)
    form = loading.definition(2026).sheets[sheet]
    answers, people = secret_answers(form, "applicant")
    opinion, recommenders = secret_answers(form, "recommender")
    monkeypatch.setattr(filled, "ANSWERS", filled.ANSWERS | {sheet: answers})
    monkeypatch.setattr(filled, "_CONTACT", {})
    monkeypatch.setattr(filled, "OPINION", opinion)
    found = factories.scored(sheet, scores=[6.5, 7.5, 9.5], to=factories.bureau())
    found.secrets = [*people, *recommenders]
    assert len(found.secrets) == (6 if not new else 9 if sheet == Sheet.TECHNOLOGY else 7)
    return found


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
    sheet = scored.score_sheets.order_by("pk").first()
    client = Client()
    client.force_login(sheet.reviewer)
    handed_in = json.dumps(paper_answers(scored.current_revision), ensure_ascii=False)
    assert [secret for secret in scored.secrets if secret not in handed_in] == []
    hidden = [*scored.secrets, scored.created_by.email, scored.created_by.name]
    for address, content in pages_of(client, sheet).items():
        assert [each for each in hidden if each.encode() in content] == [], address
    told = Message.objects.filter(recipient_id=sheet.reviewer_id)
    assert told.exists()
    for message in told:
        assert [each for each in hidden if each in message.subject + message.body] == []


def test_rev_2_no_page_of_a_reviewer_shows_the_scores_names_and_remarks_of_others(scored):
    staff = factories.staff()
    first, second, third = scored.score_sheets.order_by("pk")
    write_note(Panel.objects.get().pk, scored.pk, actor=staff, text="讨论要点示例", after=0)
    reopen_sheet(first.pk, actor=staff, reason="请复核。")
    client = Client()
    client.force_login(first.reviewer)
    hidden = [second.reviewer.name, third.reviewer.name, second.reviewer.email, str(second.total)]
    hidden += [str(third.total), "讨论要点示例"]
    for address, content in pages_of(client, first).items():
        assert [each for each in hidden if each.encode() in content] == [], address


def test_rev_2_no_person_is_among_the_figures_that_visitors_hold_against_the_place(monkeypatch):
    revision = factories.received(Sheet.LEADER).current_revision
    form = replace(FORMS[Sheet.LEADER], figures=("address", "contact_name", "contact_phone"))
    monkeypatch.setitem(FORMS, Sheet.LEADER, form)
    keys = {each["key"] for each in checklists.checklist_of(revision)["figures"]}
    assert "address" in keys and not {"contact_name", "contact_phone"} & keys


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

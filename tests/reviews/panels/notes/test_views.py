"""Points discussed and minutes on the pages of city staff."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviews.models import Minutes, Panel, PanelNote
from reviews.panels.notes.actions import write_note
from tests import factories
from tests.files.samples import pdf
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return factories.scored()


@pytest.fixture
def panel(case):
    return Panel.objects.get()


def test_a_note_is_written_changed_and_shown_with_all_versions(client, staff, case, panel):
    url = reverse("panel_note", args=[panel.pk, case.pk])
    client.post(url, {"text": "第一版要点", "after": 0})
    client.post(url, {"text": "第二版要点", "after": 1})
    page = text_of(client.get(url))
    assert "第一版要点" in page and "第 2 版" in page
    listed = text_of(client.get(reverse("panel_notes", args=[panel.pk])))
    assert "第二版要点" in listed and "第一版要点" not in listed and "data-print" in listed


def test_two_who_write_at_once_lose_nothing(client, staff, case, panel):
    url = reverse("panel_note", args=[panel.pk, case.pk])
    write_note(panel.pk, case.pk, actor=factories.staff(), text="同事写的要点", after=0)
    text = text_of(client.post(url, {"text": "我写的要点", "after": 0}))
    assert "同事写的要点" in text and "我写的要点" in text and "error-summary" in text
    assert 'name="after" value="1"' in text
    client.post(url, {"text": "我写的要点", "after": 1})
    assert PanelNote.objects.current().get().text == "我写的要点"


def test_minutes_take_a_signed_original_and_refuse_what_is_none(client, staff, panel):
    url = reverse("panel_minutes", args=[panel.pk])
    data = {"held_on": "2026-08-03", "attendees": "示例人员甲", "text": "示例纪要正文", "after": 0}
    ahead = text_of(client.post(url, data | {"held_on": "2999-01-01"}))
    assert "会议日期不能晚于今天。" in ahead and not Minutes.objects.exists()
    bad = SimpleUploadedFile("纪要.pdf", b"no pdf at all")
    assert "error-summary" in text_of(client.post(url, data | {"file": bad}))
    original = pdf(1)
    good = SimpleUploadedFile("纪要.pdf", original)
    text = text_of(client.post(url, data | {"file": good}, follow=True))
    assert "示例纪要正文" in text and "2026年8月3日" in text
    minutes = Minutes.objects.get()
    response = client.get(reverse("minutes_file", args=[minutes.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.getvalue() == original
    text_of(client.post(url, data | {"text": "改过的正文", "after": 1}, follow=True))
    assert Minutes.objects.current().get().file == minutes.file


def test_minutes_of_a_panel_are_the_citys(client, case, panel):
    client.force_login(case.score_sheets.first().reviewer)
    for name, args in [
        ("panel_notes", [panel.pk]),
        ("panel_note", [panel.pk, case.pk]),
        ("panel_minutes", [panel.pk]),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 404

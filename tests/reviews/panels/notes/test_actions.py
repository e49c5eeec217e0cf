"""Points discussed and minutes: every edit is a version, and nobody overwrites what was not seen."""

from datetime import date

import pytest

from files import store
from journal.models import Record
from journal.workflow import Refused
from reviews.models import Minutes, Panel, PanelNote
from reviews.panels.notes.actions import write_minutes, write_note
from tests import factories

pytestmark = pytest.mark.django_db
VALUES = {"held_on": date(2026, 8, 3), "attendees": "示例人员甲、示例人员乙", "text": "示例纪要。"}


@pytest.fixture
def case():
    return factories.in_review()


@pytest.fixture
def panel(case):
    return Panel.objects.get()


def test_each_edit_of_a_note_is_kept_and_journaled(case, panel):
    staff = factories.staff()
    write_note(panel.pk, case.pk, actor=staff, text="第一次讨论。", after=0)
    write_note(panel.pk, case.pk, actor=staff, text="第二次讨论。", after=1)
    assert PanelNote.objects.current().get().text == "第二次讨论。"
    assert [note.text for note in case.panel_notes.all()] == ["第二次讨论。", "第一次讨论。"]
    records = Record.objects.filter(verb="write_note")
    assert [record.facts["number"] for record in records] == [1, 2]
    assert {record.audience for record in records} == {"city"}


def test_a_note_that_somebody_else_continued_is_refused_with_the_name(case, panel):
    first, second = factories.staff(), factories.staff()
    write_note(panel.pk, case.pk, actor=first, text="先写的。", after=0)
    with pytest.raises(Refused, match=str(first)):
        write_note(panel.pk, case.pk, actor=second, text="后写的。", after=0)
    assert PanelNote.objects.get().text == "先写的。"


def test_a_note_belongs_to_an_application_before_the_panel(panel):
    other = factories.accepted()
    with pytest.raises(Refused, match="没有提交这个评审组"):
        write_note(panel.pk, other.pk, actor=factories.staff(), text="示例。", after=0)


def test_minutes_keep_their_file_until_another_comes(panel):
    staff = factories.staff()
    file = store.put(factories.PDF, "application/pdf")
    write_minutes(panel.pk, actor=staff, values=VALUES, after=0, file=file, file_name="纪要.pdf")
    write_minutes(panel.pk, actor=staff, values=VALUES | {"text": "改过。"}, after=1)
    current = Minutes.objects.current().get()
    assert (current.number, current.text, current.file, current.file_name) == (2, "改过。", file, "纪要.pdf")
    with pytest.raises(Refused, match="已经保存了新的一版"):
        write_minutes(panel.pk, actor=staff, values=VALUES, after=1)
    assert Minutes.objects.count() == 2

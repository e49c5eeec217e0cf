"""Characters that the fonts of the forms lack: named at their field and in the check; a name is never refused."""

import pytest

from applications.filling.saving import save_draft
from applications.submitting import actions
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again, at, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
EMOJI, DRAGONS = "\U0001f600", "\U0002a6a5"


def test_an_emoji_is_named_at_its_field_and_in_the_check_and_not_submitted(client, applicant):
    draft = factories.draft(Sheet.TECHNOLOGY, by=applicant)
    save_draft(draft.pk, actor=applicant, answers=draft.answers | {"project_name": f"光储直柔{EMOJI}项目"})
    said = f"“{EMOJI}”（第 5 个字，“光储直柔{EMOJI}项目”处）印不到申报表上"
    assert said in read(client, at("form", draft, "project"))
    check = read(client, at("check", draft))
    assert said in check and "#id_project_name" in check
    with pytest.raises(Refused):
        actions.submit(draft.pk, actor=applicant)


def test_a_chinese_character_without_font_is_told_and_submitted(client, applicant):
    draft = factories.draft(Sheet.TECHNOLOGY, by=applicant)
    name = f"王{DRAGONS}"
    save_draft(draft.pk, actor=applicant, answers=draft.answers | {"legal_representative": name})
    for page in (at("form", draft, "applicant"), at("check", draft)):
        text = read(client, page)
        assert f"“{DRAGONS}”字库未收" in text and "手写补上" in text
    actions.submit(draft.pk, actor=applicant)
    assert again(draft).received_at and again(draft).answers["legal_representative"] == name

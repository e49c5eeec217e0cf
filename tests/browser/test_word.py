"""Word both ways, as a person walks it: download, fill in, upload, compare, confirm; with and without JavaScript."""

from itertools import pairwise
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from applications.filling.saving import save_draft
from applications.models import Application
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.steps import press, says


@pytest.fixture
def draft(transactional_db) -> Application:
    """A park's draft, half filled in."""
    person = factories.applicant()
    factories.bureau()
    made = factories.draft(Sheet.PARK, by=person)
    answers = {
        key: value for key, value in made.answers.items() if key not in ("legal_representative", "area_km2")
    }
    return save_draft(
        made.pk, actor=person, answers=answers | {"current_state": "园区现状第一句。园区现状第二句。"}
    )


def downloaded(page: Page, folder: Path) -> Path:
    """The half-filled form, from the page of a draft."""
    page.get_by_role("link", name="用 Word 填写").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 申报表").click()
    assert download.value.suggested_filename.endswith("-申报表草稿.docx")
    path = folder / "申报表.docx"
    download.value.save_as(path)
    return path


def fill_in(path: Path, answers: dict[str, str]) -> None:
    """Write answers into the cells beside labels, as a person does by hand."""
    document = docx.Document(str(path))
    for row in document.tables[0].rows:
        cells = list(dict.fromkeys(row.cells))
        for label, value in pairwise(cells):
            if label.text in answers:
                value.text = answers[label.text]
    document.save(str(path))


TYPED = {
    "法定代表人": "手工填写的法人",
    "申报区域面积": "约５．６ 平方公里",
    "区域现状": "园区现状第一句。园区现状改过的第二句。",
    "所处位置": "",
}


def walk(page: Page, draft: Application, folder: Path) -> None:
    """From the draft to the comparison."""
    page.goto(f"/applications/{draft.pk}/form/area/")
    path = downloaded(page, folder)
    fill_in(path, TYPED)
    page.get_by_label("填写好的 Word 申报表").set_input_files(path)
    press(page, "上传并比对")
    expect(page.get_by_role("heading", level=1)).to_have_text("比对 Word 与草稿")


def test_a_word_filled_in_by_hand_is_compared_and_confirmed(page, axe, draft, tmp_path):
    steps.log_in(page, draft.created_by, f"/applications/{draft.pk}/word/")
    assert axe(page) == []
    walk(page, draft, tmp_path)
    assert axe(page) == []
    boxes = page.get_by_role("checkbox")
    expect(page.get_by_role("checkbox", name="法定代表人")).to_be_checked()
    expect(page.get_by_role("checkbox", name="所处位置")).not_to_be_checked()
    every = page.get_by_role("checkbox", name="有变化的栏目")
    every.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="法定代表人")).not_to_be_checked()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="区域现状")).to_be_checked()
    assert boxes.count() >= 5
    press(page, "将勾选的内容放入草稿")
    says(page, "处内容放入草稿")
    stored = Application.objects.get(pk=draft.pk).answers
    assert (stored["legal_representative"], stored["area_km2"]) == ("手工填写的法人", "5.6")
    assert stored["current_state"] == TYPED["区域现状"] and stored["location"] == "北京市海淀区"


def test_without_javascript_and_on_a_phone_it_works_too(open_page, draft, tmp_path):
    page = open_page(390, 844, java_script_enabled=False, accept_downloads=True)
    steps.log_in(page, draft.created_by)
    walk(page, draft, tmp_path)
    page.get_by_role("checkbox", name="区域现状").uncheck()
    press(page, "将勾选的内容放入草稿")
    says(page, "处内容放入草稿")
    stored = Application.objects.get(pk=draft.pk).answers
    assert stored["legal_representative"] == "手工填写的法人"
    assert stored["current_state"] == "园区现状第一句。园区现状第二句。"


def test_no_page_is_wider_than_a_phone(phone, draft, tmp_path):
    steps.log_in(phone, draft.created_by)
    walk(phone, draft, tmp_path)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wide) <= 0
    phone.goto(f"/applications/{draft.pk}/word/")
    assert phone.evaluate(wide) <= 0

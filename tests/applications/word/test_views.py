"""Word both ways: download, upload, compare, confirm. Nothing reaches the draft before it is confirmed."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.filling.saving import save_draft
from applications.models import Application, WordUpload
from applications.submitting import actions
from applications.word.upload import KEPT
from journal import clock
from programme.notice import Sheet
from sheets.grid import grid
from sheets.loading import definition
from sheets.reading.read import read_word
from sheets.word.render import render_word
from tests import factories
from tests.applications.filling.steps import again, at, begin, download, read
from tests.files import samples
from tests.sheets.rewriting import rewritten, strip_controls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def filled(sheet: str, answers: dict, year: int = 2026) -> bytes:
    """A Word form with these answers."""
    return render_word(grid(definition(year).sheets[sheet], answers, year))


def upload(client, draft, content: bytes, name: str = "申报表.docx"):
    return client.post(at("word", draft), {"file": SimpleUploadedFile(name, content)})


def confirm(client, draft, *paths: str, **changes):
    """Confirm these rows of the comparison as it is shown now."""
    context = client.get(at("word_compare", draft)).context
    form = {"seen": context["seen"], "upload": context["upload"].at.isoformat(), "take": list(paths)}
    return client.post(at("word_compare", draft), form | changes)


def rows(client, draft) -> dict:
    """(kind, ticked) of each row that the comparison shows, by key path."""
    comparison = client.get(at("word_compare", draft)).context["comparison"]
    return {row.slot.path: (row.kind, row.ticked) for row in comparison.rows}


def test_what_is_downloaded_and_filled_in_is_compared_confirmed_and_in_the_draft(client, applicant):
    draft = begin(applicant)
    status, word, disposition = download(client, at("word_file", draft))
    assert (status, disposition) == (200, "attachment")
    assert read_word(draft.form, word) == draft.answers
    answers = factories.answers(Sheet.TECHNOLOGY) | {"applicant_name": draft.answers["applicant_name"]}
    assert upload(client, draft, filled("technology", answers)).url == at("word_compare", draft)
    assert again(draft).answers == draft.answers, "nothing is stored before it is confirmed"
    shown = rows(client, draft)
    assert {ticked for _, ticked in shown.values()} == {True} and "technologies/1/name" in shown
    answer = confirm(client, draft, *shown)
    assert answer.url == at("check", draft)
    assert again(draft).answers == answers
    assert not WordUpload.objects.exists()
    assert "尚未提交" in read(client, answer.url)


def test_only_what_is_ticked_is_taken_over(client, applicant):
    draft = begin(applicant)
    upload(client, draft, filled("technology", factories.answers(Sheet.TECHNOLOGY)))
    confirm(
        client, draft, "project_name", "technologies/0/name", "performance/social_benefit", "no/such/place"
    )
    answers = again(draft).answers
    assert {key: value for key, value in answers.items() if key not in draft.answers} == {
        "project_name": "示例园区光储直柔示范项目",
        "technologies": [{"name": "光储直柔"}],
        "performance": {"social_benefit": "可在同类园区推广。"},
    }
    assert answers["applicant_name"] == draft.answers["applicant_name"]


def test_blank_places_empty_nothing_unless_they_are_ticked(client, applicant):
    draft = factories.draft(Sheet.PARK, by=applicant)
    upload(client, draft, filled("park", {"location": "北京市昌平区"}))
    shown = rows(client, draft)
    assert shown["location"] == ("changed", True) and shown["current_state"] == ("blank", False)
    confirm(client, draft, "location", "current_state")
    expected = dict(draft.answers) | {"location": "北京市昌平区"}
    del expected["current_state"]
    assert again(draft).answers == expected


def test_what_is_not_understood_is_shown_as_it_is_written_and_kept_where_ticked(client, applicant):
    draft = begin(applicant)
    word = filled("technology", {"total_investment": {"raw": "大约两千万"}, "project_content": "碳" * 1001})
    upload(client, draft, word)
    page = read(client, at("word_compare", draft))
    assert "没有读懂的栏目" in page and "大约两千万" in page and "请填写金额（万元）" in page
    assert "限 1000 字，现有 1001 字" in page
    confirm(client, draft, "total_investment")
    assert again(draft).answers["total_investment"] == {"raw": "大约两千万"}


def test_old_and_new_stand_side_by_side_with_what_differs_marked(client, applicant):
    draft = factories.draft(Sheet.LEADER, by=applicant)
    old = "第一句不变。" + "第二句也不变。" * 40 + "第三句是旧的说法。"
    save_draft(draft.pk, actor=applicant, answers=draft.answers | {"profile": old})
    new = old.replace("旧的说法", "新的说法")
    upload(client, draft, filled("leader", draft.answers | {"profile": new}))
    assert list(rows(client, draft)) == ["profile"]
    page = read(client, at("word_compare", draft))
    assert "（删去：）</span>旧</del>" in page and "（新增：）</span>新</ins>" in page
    assert "略去相同的" in page and "内容相同、不用改动的栏目" in page


def test_a_draft_that_changed_meanwhile_is_compared_anew_and_nothing_is_overwritten(client, applicant):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "Word 里的名称"}))
    seen = client.get(at("word_compare", draft)).context["seen"]
    save_draft(draft.pk, actor=applicant, answers=draft.answers | {"project_name": "同事刚写的名称"})
    answer = confirm(client, draft, "project_name", seen=seen)
    assert answer.url == at("word_compare", draft)
    assert again(draft).answers["project_name"] == "同事刚写的名称"
    page = read(client, answer.url)
    assert "您比对期间草稿有改动" in page and "同事刚写的名称" in page
    confirm(client, draft, "project_name")
    assert again(draft).answers["project_name"] == "Word 里的名称"


def test_the_page_of_an_upload_that_was_replaced_takes_nothing_over(client, applicant):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "第一份"}))
    first = WordUpload.objects.get().at.isoformat()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        upload(client, draft, filled("technology", {"project_name": "第二份"}))
    answer = confirm(client, draft, "project_name", upload=first)
    assert answer.url == at("word_compare", draft) and "project_name" not in again(draft).answers
    assert WordUpload.objects.get().reading["texts"]


def test_an_upload_waits_a_week_and_may_be_given_up(client, applicant, in_may):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "示例"}))
    assert "有一份 Word 还没有确认" in read(client, at("word", draft))
    with clock.set_to(in_may + KEPT + timedelta(minutes=1)):
        assert client.get(at("word_compare", draft)).url == at("word", draft)
    assert client.post(at("word_compare", draft), {"discard": "1"}).url == at("word", draft)
    assert not WordUpload.objects.exists() and "project_name" not in again(draft).answers


def test_each_person_has_an_upload_of_their_own(client, applicant):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "示例"}))
    colleague = factories.person(organisation=draft.organisation)
    client.force_login(colleague)
    assert client.get(at("word_compare", draft)).url == at("word", draft)


def test_another_type_is_refused_with_both_names(client, applicant):
    draft = begin(applicant)
    page = upload(client, draft, filled("park", factories.answers(Sheet.PARK))).content.decode()
    assert Sheet.PARK.label in page and Sheet.TECHNOLOGY.label in page and "另建一项申报" in page
    assert not WordUpload.objects.exists()


def test_another_year_is_said_and_what_matches_is_read(client, applicant):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "去年的项目"}, year=2025))
    page = read(client, at("word_compare", draft))
    assert "文件标题为 2025 年" in page and "去年的项目" in page


def test_text_without_a_place_and_the_recommenders_part_are_shown_not_taken(client, applicant):
    draft = begin(applicant)
    word = filled("technology", {"project_name": "示例", "recommender_opinion": "同意推荐。"})
    document = rewritten(word, strip_controls, _with_a_remark)
    upload(client, draft, document)
    page = read(client, at("word_compare", draft))
    assert "没有对应栏目的内容" in page and "随手写的备注" in page and "同意推荐。" in page
    assert "recommender_opinion" not in rows(client, draft)


def test_text_in_the_cell_of_a_label_and_hidden_text_are_shown_on_the_page(client, applicant):
    draft = begin(applicant)

    def change(tree):
        w = tree.tag.removesuffix("document")
        label = next(words for words in tree.iter(f"{w}t") if words.text == "固定资产投资（万元）")
        label.text += "：3100"
        hidden = label.getparent().makeelement(f"{w}r")
        hidden.append(hidden.makeelement(f"{w}rPr"))
        hidden[0].append(hidden.makeelement(f"{w}vanish"))
        hidden.append(hidden.makeelement(f"{w}t"))
        hidden[1].text = "改稿时藏起的话"
        label.getparent().addnext(hidden)

    upload(client, draft, rewritten(filled("technology", {"project_name": "示例"}), change))
    assert "fixed_investment" in rows(client, draft)
    page = read(client, at("word_compare", draft))
    assert "3,100" in page or "3100" in page
    assert "没有对应栏目的内容" in page and "（隐藏文字）改稿时藏起的话" in page


def _with_a_remark(tree):
    body = tree[0]
    paragraph = body.makeelement(body.tag.replace("body", "p"))
    run = paragraph.makeelement(paragraph.tag[:-1] + "r")
    text = run.makeelement(paragraph.tag[:-1] + "t")
    text.text = "随手写的备注"
    run.append(text)
    paragraph.append(run)
    body.insert(len(body) - 1, paragraph)


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "no zip": (b"just words", "这不是 Word 文档"),
    "empty": (b"", "文件是空的"),
    "pdf": (samples.pdf(), "这是 PDF 文件"),
    "picture": (samples.picture(), "这是图片"),
    "old word": (OLE + b"\0" * 600, "另存为 .docx"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "excel": (samples.excel(), "这是 Excel 表格"),
    "macros": (samples.with_part(samples.word(), "word/vbaProject.bin", b"x"), "含有宏"),
    "bomb": (samples.with_part(samples.word(), "word/media/a.bin", b"\0" * 30_000_000), "内部结构异常"),
    "truncated": (samples.word()[:-200], "已损坏"),
    "broken xml": (samples.with_part(samples.word(), "word/document.xml", b"<w:document"), "已损坏"),
    "entities": (
        samples.with_part(samples.word(), "word/document.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        "内部结构异常",
    ),
    "other zip": (packed(readme=b"x"), "这不是 Word 文档"),
    "other word": (samples.word(), "没有在文件中找到申报表"),
}


@pytest.mark.parametrize(("content", "says"), BAD.values(), ids=BAD)
def test_a_bad_file_is_answered_with_a_sentence_and_nothing_is_lost(client, applicant, content, says):
    draft = begin(applicant)
    upload(client, draft, filled("technology", {"project_name": "上一份"}))
    page = upload(client, draft, content).content.decode()
    assert says in page and 'href="#id_file"' in page
    assert WordUpload.objects.get().name == "申报表.docx" and again(draft).answers == draft.answers
    assert "有一份 Word 还没有确认" in page


def test_no_file_and_a_file_that_is_too_large_are_said(client, applicant, settings):
    draft = begin(applicant)
    assert "请先选择填写好的 Word 文件" in client.post(at("word", draft), {}).content.decode()
    settings.MAX_FILE_BYTES = 1000
    assert "超过单个文件上限" in upload(client, draft, b"PK" + b"x" * 2000).content.decode()


def test_word_is_offered_on_every_page_of_a_draft_and_only_while_it_may_be_changed(client, applicant):
    draft = factories.draft(by=applicant)
    for page in ("basics", "conditions", "materials", "check"):
        assert at("word", draft) in read(client, at(page, draft))
    assert at("word", draft) in read(client, at("form", draft, "project"))
    actions.submit(draft.pk, actor=applicant)
    for page in ("word", "word_file", "word_compare"):
        assert client.get(at(page, draft)).url == draft.get_absolute_url()


def test_one_may_begin_with_word(client, applicant):
    organisation = applicant.organisations.get()
    url = reverse("application_start")
    assert "用 Word 填写" in read(client, url)
    answer = client.post(f"{url}?word=1", {"sheet": "park", "organisation": organisation.pk})
    assert answer.url == at("word", Application.objects.get(organisation=organisation))

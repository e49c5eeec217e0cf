"""The annex that is made of the carbon figures: attached, old, made anew, replaced by an own file (MAT-T)."""

import io
import zipfile

import pikepdf
import pytest

from applications.carbon_page import actions as carbon_page
from applications.filling import saving
from applications.filling.lacks import annex_is_old, lacks
from applications.materials import actions as materials
from applications.submitting import actions
from files import store
from tests import factories
from tests.applications.carbon_page.figures import LINE, annexes, form
from tests.applications.filling.steps import again, at, begin, download, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_mat_t_the_annex_is_attached_as_pdf_and_downloaded_as_word(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    (annex,) = annexes(draft)
    assert (annex.material, annex.name) == ("carbon", "碳减排量核算说明.pdf")
    with store.open(annex.file_id) as content, pikepdf.open(content) as pdf:
        assert len(pdf.pages) >= 1
    status, content, disposition = download(client, at("carbon_document", draft, "word"))
    assert (status, disposition) == (200, "attachment")
    text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    for word in (
        "示例边界。",
        "示例方法。",
        "光伏替代外购电",
        "0.5 tCO2/MWh",
        "示例来源",
        "2024",
        "1200.00",
        "四舍五入",
    ):
        assert word in text


def test_mat_t_an_annex_follows_the_sheet_when_it_is_saved(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    (before,) = annexes(draft)
    client.post(at("carbon", draft), form(draft, LINE | {"project": "0"}, save="1"))
    (after,) = annexes(draft)
    assert before.file_id != after.file_id
    assert not annex_is_old(again(draft), after)


def test_mat_t_an_annex_older_than_the_sheet_is_named_and_not_submitted(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    client.post(at("carbon", draft), form(draft, LINE | {"source": ""}, save="1"))
    assert "附件早于核算表" in read(client, at("carbon", draft))
    assert "核算表或项目名称、单位名称已有变动" in read(client, at("materials", draft))
    for page in ("materials", "check"):  # the sheet is not whole: nothing can be made of it
        assert at("annex", draft) not in read(client, at(page, draft))
    (lack,) = lacks(again(draft))
    assert lack.url == f"{at('carbon', draft)}#annex"
    with pytest.raises(actions.Incomplete):
        actions.submit(draft.pk, actor=draft.created_by)
    client.post(at("carbon", draft), form(draft, LINE, save="1"))
    assert lacks(again(draft)) == []


def test_an_annex_older_than_the_name_of_the_project_is_named_too(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    saving.save_draft(draft.pk, actor=draft.created_by, answers=draft.answers | {"project_name": "新名称"})
    assert [lack.url for lack in lacks(again(draft))] == [f"{at('carbon', draft)}#annex"]


@pytest.mark.parametrize("page", ["check", "materials"])
def test_an_annex_is_made_anew_where_its_age_is_told_and_keeps_its_place(client, draft, page):
    draft.attachments.filter(material="carbon").delete()
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    own = store.put(factories.PDF + b"\n", "application/pdf")
    materials.attach(draft.pk, actor=draft.created_by, material="carbon", file=own, name="补充说明.pdf")
    saving.save_draft(draft.pk, actor=draft.created_by, answers=draft.answers | {"project_name": "新名称"})
    told = read(client, at(page, draft))
    assert "核算表或项目名称、单位名称已有变动" in told and f'action="{at("annex", draft)}"' in told
    (before,) = annexes(draft)
    answer = client.post(at("annex", draft), {"back": page})
    assert answer.url.partition("#")[0] == at(page, draft)
    assert "已重新生成并替换" in read(client, at(page, draft)) and lacks(again(draft)) == []
    names = draft.attachments.filter(material="carbon").order_by("position").values_list("name", flat=True)
    assert list(names) == ["碳减排量核算说明.pdf", "补充说明.pdf"]
    assert annexes(draft)[0].file_id != before.file_id


def test_an_annex_is_made_anew_from_a_whole_sheet_only_and_comes_back_to_known_pages(client, draft):
    client.post(at("carbon", draft), form(draft, LINE | {"source": ""}, save="1"))
    assert client.post(at("annex", draft), {"back": "check"}).url == at("check", draft)
    assert "核算表还没有填完" in read(client, at("check", draft)) and annexes(draft) == []
    assert client.post(at("annex", draft), {"back": "https://example.org/"}).url == at("materials", draft)
    assert client.get(at("annex", draft)).status_code == 405


def test_an_annex_that_the_person_replaced_by_an_own_file_is_never_too_old(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, annex="1"))
    own = store.put(factories.PDF + b"\n", "application/pdf")
    materials.replace(annexes(draft)[0].pk, actor=draft.created_by, file=own, name="自编说明.pdf")
    client.post(at("carbon", draft), form(draft, LINE | {"project": "0"}, save="1"))
    assert annexes(draft) == [] and lacks(again(draft)) == []
    assert "自编说明.pdf" in [attachment.name for attachment in again(draft).attachments.all()]


def test_mat_t_the_step_and_the_material_say_that_they_are_alternatives(client, applicant):
    draft = begin(applicant)
    page, lists = read(client, at("carbon", draft)), read(client, at("materials", draft))
    assert "在此核算，或自行上传说明" in page and "二选一：在此核算并生成说明" in page
    assert "二选一：在「" in lists and "或在这里上传自己编写的说明" in lists
    own = store.put(factories.PDF, "application/pdf")
    materials.attach(draft.pk, actor=applicant, material="carbon", file=own, name="自编.pdf")
    assert "选填，已自行上传说明" in read(client, at("carbon", draft))


def test_an_incomplete_sheet_makes_no_annex(client, applicant):
    draft = begin(applicant)
    answer = client.post(at("carbon", draft), form(draft, LINE | {"year": ""}, annex="1"), follow=True)
    assert "核算表还没有填完" in answer.content.decode()
    assert annexes(draft) == []
    assert client.get(at("carbon_document", draft, "pdf")).status_code == 404


def test_a_person_may_upload_an_own_annex_and_leave_the_sheet_empty(applicant):
    draft = factories.draft(by=applicant)
    carbon_page.save_carbon(draft.pk, actor=applicant, carbon={})
    revision = actions.submit(draft.pk, actor=applicant).current_revision
    assert revision.carbon == {} and revision.sha256 == revision.computed_sha256()

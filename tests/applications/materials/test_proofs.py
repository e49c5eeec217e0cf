"""No supporting proof at all needs a reason (MAT-T, MAT-L, MAT-P, MAT-C), and what cannot be bound in is named (MAT-W)."""

import pytest
from django.urls import reverse

from applications.dossier.revision import norms_of, reasons_of
from applications.filling import saving
from applications.filling.lacks import lacks
from applications.materials import actions as materials
from applications.models import Application
from applications.requirements import PROOFS, proofs_lacking
from applications.submitting import actions
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again, at, begin, read
from tests.files import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

REASON = "检测报告尚未出具，待项目验收后补交。"


def bare(sheet: str, applicant) -> Application:
    """A draft that lacks nothing but supporting proofs."""
    draft = factories.draft(sheet, by=applicant)
    draft.attachments.filter(material="other").delete()
    return again(draft)


def explain(client, draft: Application, reason: str = REASON):
    return client.post(at("materials", draft), {"reason_proofs": reason})


@pytest.mark.parametrize("sheet", Sheet)
def test_mat_t_mat_l_mat_p_mat_c_without_any_proof_a_reason_is_needed_before_submission(
    client, applicant, sheet
):
    draft = bare(sheet, applicant)
    assert [lack.url for lack in lacks(draft)] == [f"{at('materials', draft)}#id_reason_proofs"]
    with pytest.raises(Refused):
        actions.submit(draft.pk, actor=applicant)
    assert explain(client, draft).url == f"{at('materials', draft)}#proofs-reason"
    assert not lacks(again(draft))
    revision = actions.submit(draft.pk, actor=applicant).current_revision
    assert revision.norm_reasons[PROOFS] == REASON
    assert REASON in dict(reasons_of(revision)).values()


def test_mat_a_reason_of_blanks_is_none(client, applicant):
    draft = bare(Sheet.PARK, applicant)
    explain(client, draft)
    explain(client, draft, "  ")
    assert PROOFS not in again(draft).norm_reasons and lacks(again(draft))


@pytest.mark.parametrize("provided", [True, False])
def test_mat_one_proof_of_those_asked_for_is_enough(applicant, provided):
    draft = bare(Sheet.TECHNOLOGY, applicant)
    saving.save_draft(draft.pk, actor=applicant, answers=draft.answers | {"has_proposal": provided})
    file = draft.attachments.first().file
    materials.attach(draft.pk, actor=applicant, material="study", file=file, name="可研.pdf")
    assert not lacks(again(draft))


def test_eli_r_what_comes_again_needs_no_other_proof(applicant):
    draft = bare(Sheet.TECHNOLOGY, applicant)
    draft.previous_entry_id = 1
    assert not proofs_lacking(draft, set())


def test_mat_a_revision_from_before_the_question_says_that_nothing_was_asked():
    application = factories.received(Sheet.LEADER)
    revision = application.current_revision
    revision.attachments = []
    assert [reason for norm, reason in norms_of(revision) if norm.key == PROOFS] == [
        "未说明（提交时平台尚未要求说明理由）"
    ]


def test_mat_the_reason_stays_when_conditions_are_saved_and_the_other_way_round(client, applicant):
    draft = bare(Sheet.LEADER, applicant)
    explain(client, draft)
    client.post(at("conditions", draft), {"condition_responsible": "on", "reason_market": "自愿参与。"})
    assert again(draft).norm_reasons == {"market": "自愿参与。", PROOFS: REASON}
    explain(client, draft, "另一个理由。")
    assert again(draft).norm_reasons == {"market": "自愿参与。", PROOFS: "另一个理由。"}


def test_mat_two_people_who_give_another_reason_see_both(client, applicant):
    draft = bare(Sheet.PARK, applicant)
    stale = {"copy": '{"reason_proofs": ""}', "reason_proofs": "我的理由。"}
    explain(client, draft, "同事的理由。")
    answer = client.post(at("materials", draft), stale)
    assert answer.status_code == 409
    assert "我的理由。" in answer.content.decode() and "同事的理由。" in answer.content.decode()
    assert again(draft).norm_reasons[PROOFS] == "同事的理由。"


def test_mat_the_reason_is_saved_while_one_types(client, applicant):
    draft = bare(Sheet.COMMUNITY, applicant)
    url = at("autosave", draft, "materials")
    faults = client.post(url, {"reason_proofs": ""}).json()["faults"]
    assert [fault["anchor"] for fault in faults] == ["id_reason_proofs"]
    assert client.post(url, {"reason_proofs": REASON}).json()["faults"] == []
    assert again(draft).norm_reasons[PROOFS] == REASON
    assert "已说明" in read(client, at("beside", draft, "materials"))


def test_mat_the_page_asks_only_while_there_is_no_proof(client, applicant):
    draft = bare(Sheet.PARK, applicant)
    page = read(client, at("materials", draft))
    assert 'data-asked="yes"' in page and "必需的材料都已上传" not in page
    upload = samples.upload("证书.pdf", samples.pdf())
    client.post(at("materials", draft), {"material": "other", "files": [upload]})
    assert 'data-asked="no"' in read(client, at("materials", draft))


def test_mat_recommender_screener_and_reviewer_read_the_reason(client, applicant):
    draft = bare(Sheet.PARK, applicant)
    explain(client, draft)
    waiting = actions.submit(draft.pk, actor=applicant)
    desk = factories.recommender(waiting.recommender)
    client.force_login(desk)
    assert REASON in read(client, reverse("recommender_form", args=[draft.pk]))
    factories.forward(waiting, by=desk)
    client.force_login(factories.staff())
    assert REASON in read(client, reverse("screening", args=[draft.pk]))


def test_mat_w_the_upload_page_and_the_check_name_what_cannot_be_bound_in(client, applicant):
    draft = begin(applicant)
    uploads = [samples.upload("核算.docx", samples.word()), samples.upload("数据.xlsx", samples.excel())]
    uploads.append(samples.upload("证书.pdf", samples.pdf()))
    client.post(at("materials", draft), {"material": "other", "files": uploads})
    for page in (read(client, at("materials", draft)), read(client, at("check", draft))):
        assert "下列 2 份材料不能并入合订本" in page
        assert "<li>核算.docx（Word 文档）" in page and "<li>数据.xlsx（Excel 表格）" in page
        assert "<li>证书.pdf（" not in page

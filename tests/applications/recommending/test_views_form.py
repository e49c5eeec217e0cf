"""The pre-check of one application in the browser's eyes: sheet, opinion, return, decline (REC-2, REC-3)."""

import io
from copy import deepcopy
from datetime import timedelta

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from applications.dossier.opinion import paper_answers
from applications.filling import saving
from applications.models import Opinion, PreCheck, Remark, Revision
from applications.packets.building.text import text_of
from applications.recommending import actions as recommending
from applications.recommending.precheck.carry_over import carry_over
from applications.recommending.texts.actions import save_text
from applications.remarks.places import Noted
from applications.states import State
from applications.submitting import actions
from journal import clock
from programme.models import ParkQuota
from programme.notice import Sheet
from sheets.grid import grid
from sheets.pdf.render import render_pdf
from sheets.word.render import render_word
from tests import factories
from tests.applications.recommending.steps import opinion, sheet

pytestmark = pytest.mark.django_db
W_TEXT = qn("w:t")


def page(application):
    return reverse("recommender_form", args=[application.pk])


def send_back(application, act):
    return reverse(f"recommender_{act}", args=[application.pk])


def test_rec_2_contact_is_prefilled_from_the_person(client, clerk):
    clerk.phone = "010-11112222"
    clerk.save()
    text = client.get(page(factories.submitted(to=factories.bureau()))).content.decode()
    assert f'value="{clerk.name}"' in text
    assert 'value="010-11112222"' in text


def test_rec_2_forward_gives_a_number_and_keeps_the_opinion(client, clerk):
    application = factories.submitted(to=factories.bureau())
    answer = client.post(page(application), sheet(application) | opinion(), follow=True)
    application.refresh_from_db()
    assert application.state == State.RECEIVED
    assert application.number in answer.content.decode()
    given = Opinion.objects.get(revision=application.current_revision)
    assert given.answers == factories.OPINION
    assert "同意推荐。" in client.get(page(application)).content.decode()


def test_rec_2_forward_without_opinion_keeps_what_was_typed(client, clerk):
    application = factories.submitted(to=factories.bureau())
    answer = client.post(page(application), opinion(recommender_opinion="", recommender_contact="示例经办"))
    text = answer.content.decode()
    assert 'href="#id_recommender_opinion"' in text
    assert 'value="示例经办"' in text
    application.refresh_from_db()
    assert application.state == State.AT_RECOMMENDER


def test_rec_2_an_opinion_is_not_dated_ahead(client, clerk):
    application = factories.submitted(to=factories.bureau())
    ahead = f"{clock.now().astimezone() + timedelta(days=2):%Y-%m-%d}"
    assert "意见日期不能晚于今天。" in client.post(page(application), opinion(dated=ahead)).content.decode()
    text = client.post(page(application), opinion(dated="2020-01-01")).content.decode()
    assert "意见日期不能早于申报单位提交的日期" in text


def test_rec_2_forwarding_is_asked_for_twice_because_it_cannot_be_taken_back(client, clerk):
    text = client.get(page(factories.submitted(to=factories.bureau()))).content.decode()
    box = text.split('<details class="confirm">')[1].partition("</details>")[0]
    assert "报送后不能撤回" in box and 'value="forward">确认报送' in box
    assert text.count('value="forward"') == 1


def test_preview_shows_the_opinion_in_the_form_and_changes_nothing(client, clerk):
    application = factories.submitted(to=factories.bureau())
    sent = opinion(act="preview", recommender_opinion="先看一看效果。")
    answer = client.post(page(application), sent, follow=True)
    paper = answer.content.decode().split('id="paper"')[1]
    assert "先看一看效果。" in paper
    application.refresh_from_db()
    assert application.state == State.AT_RECOMMENDER


def test_rec_3_a_used_up_quota_is_said_and_nothing_is_lost(client, clerk):
    application = factories.submitted(Sheet.PARK)
    ParkQuota.objects.create(cycle=application.cycle, recommender=factories.bureau(), allowed=3, used=3)
    sent = sheet(application) | opinion(recommender_opinion="建议支持该园区。")
    text = client.post(page(application), sent).content.decode()
    assert "名额（3 个）已用完" in text
    assert text.count("建议支持该园区。") >= 2
    application.refresh_from_db()
    assert application.number is None


@pytest.mark.parametrize(("act", "state"), [("return", State.RETURNED), ("decline", State.DECLINED)])
def test_rec_2_return_and_decline_need_reasons(client, clerk, act, state):
    application = factories.submitted(to=factories.bureau())
    assert "请写明理由" in client.post(send_back(application, act), {"reasons": " "}).text
    client.post(send_back(application, act), {"reasons": "缺少核算说明。"})
    application.refresh_from_db()
    assert application.state == state
    tab = "returned" if act == "return" else "declined"
    assert application.title in client.get(reverse("recommender_list"), {"tab": tab}).content.decode()
    assert "缺少核算说明。" in client.get(page(application)).content.decode()


def test_a_second_click_is_told_the_truth(client, clerk):
    application = factories.submitted(to=factories.bureau())
    recommending.decline(application.pk, actor=clerk, reasons="示例理由。")
    text = client.post(send_back(application, "return"), {"reasons": "再退一次。"}).text
    assert "不能再办理「退回修改」" in text


def test_the_reason_outside_a_norm_is_shown(client, clerk):
    application = factories.draft(Sheet.PARK)
    answers = application.answers | {"area_km2": "30"}
    saving.save_draft(
        application.pk,
        actor=application.created_by,
        answers=answers,
        norm_reasons={"park_area": "整体规划不可分割。"},
    )
    actions.submit(application.pk, actor=application.created_by)
    text = client.get(page(application)).content.decode()
    assert "整体规划不可分割。" in text
    assert "申报面积为 30 平方公里" in text


def test_rec_2_what_is_saved_partly_is_there_again_and_nothing_is_sent(client, clerk):
    application = factories.submitted(to=factories.bureau())
    sent = {"act": "save", "findings_mature_met": "no", "findings_mature_remark": "仍在中试。"}
    text = client.post(page(application), sent | {"recommender_opinion": "先写一半"}, follow=True).text
    assert "仍在中试。" in text and "先写一半" in text
    application.refresh_from_db()
    assert application.state == State.AT_RECOMMENDER


def test_rec_2_the_sheet_saves_itself_and_says_what_is_open(client, clerk):
    application = factories.submitted(to=factories.bureau())
    url = reverse("recommender_save", args=[application.pk])
    begun = client.post(url, {"act": "save"}).json()
    assert "已自动保存，尚未报送。初审表还有 " in begun["text"]
    first = client.post(url, sheet(application) | {"seen": begun["seen"]}).json()
    assert "已自动保存，尚未报送。初审表已填完。" in first["text"]
    assert "保存过" in client.post(url, sheet(application)).json()["refused"]
    assert "refused" not in client.post(url, sheet(application) | {"seen": first["seen"]}).json()


def test_what_a_colleague_saved_is_said_and_what_was_typed_stays(client, clerk):
    application = factories.submitted(to=factories.bureau())
    factories.checked(application, by=factories.recommender())
    text = client.post(page(application), opinion(act="save", recommender_opinion="我写的意见。")).text
    assert "保存过这份初审表" in text
    assert "我写的意见。" in text


def test_a_reusable_text_goes_behind_what_is_written_without_javascript(client, clerk):
    application = factories.submitted(to=factories.bureau())
    text = save_text(factories.bureau(), actor=clerk, name="常用", text="同意推荐该项目。")
    sent = opinion(recommender_opinion="材料齐全。", insert=str(text.pk))
    client.post(page(application), sent)
    kept = PreCheck.objects.get()
    assert kept.opinion["recommender_opinion"] == "材料齐全。\n同意推荐该项目。"


def test_rec_2_what_was_refused_in_the_pre_check_is_offered_as_remarks(client, clerk):
    application = factories.submitted(to=factories.bureau())
    sent = sheet(application) | {"findings_mature_met": "no", "findings_mature_remark": "仍在中试。"}
    answer = client.post(page(application), sent | {"act": "to_return"}, follow=True)
    assert "仍在中试。" in answer.text
    rows = {
        "remark-TOTAL_FORMS": "1",
        "remark-0-place": "condition:mature",
        "remark-0-text": "请补充中试报告。",
    }
    client.post(send_back(application, "return"), rows | {"reasons": "请按意见修改。"})
    kept = Remark.objects.get()
    assert (kept.place, kept.text) == ("condition:mature", "请补充中试报告。")


def test_after_forwarding_the_sheet_is_read_only_and_the_applicant_does_not_see_it(client, clerk):
    application = factories.submitted(to=factories.bureau())
    kept = factories.checked(application, by=clerk)
    kept.findings["mature"]["remark"] = "内部核实记录。"
    kept.save()
    recommending.forward_prepared(application.pk, actor=clerk)
    text = client.get(page(application)).text
    assert "内部核实记录。" in text and "data-keeps" not in text
    client.force_login(application.created_by)
    detail = client.get(application.get_absolute_url()).text
    assert "内部核实记录。" not in detail and "初审表" not in detail


def test_the_sheet_of_a_new_version_shows_what_was_said_of_the_one_before(client, clerk):
    application = factories.submitted(to=factories.bureau())
    sent = sheet(application) | {"findings_mature_met": "no", "findings_mature_remark": "仍在中试。"}
    client.post(page(application), sent | opinion(act="save", recommender_opinion="建议支持。"))
    recommending.return_to_applicant(
        application.pk, actor=clerk, reasons="请补充。", remarks=[Noted("condition:reduction", "请说明。")]
    )
    assert "可沿用原初审" not in client.get(reverse("recommender_list")).text
    actions.submit(application.pk, actor=application.created_by)
    assert "可沿用原初审" in client.get(reverse("recommender_list")).text
    text = client.get(page(application)).text
    assert "第 1 版的初审：否，仍在中试。" in text
    assert "第 1 版的初审：是（此后有改动或意见，请重新核对）" in text
    lines = len(sheet(application)) // 2
    assert text.count("沿用第 1 版的初审：是") == text.count("checked") == lines - 2
    assert "沿用第 1 版初审时写的推荐意见" in text and "建议支持。</textarea>" in text
    assert not PreCheck.objects.filter(revision__number=2).exists()


def test_rec_2_a_material_whose_file_changed_is_not_carried_over(client, clerk):
    application = factories.submitted(to=factories.bureau())
    earlier = factories.checked(application, by=clerk)
    revision = Revision(application=application, number=2)
    for name in ("answers", "attachments", "confirmed_conditions", "carbon"):
        setattr(revision, name, deepcopy(getattr(application.current_revision, name)))
    licence = next(file for file in revision.attachments if file["material"] == "licence")
    licence["sha256"] = "0" * 64
    revision.carbon = {"changed": "1"}
    begun = carry_over(earlier, revision)
    assert {"licence"} == earlier.materials.keys() - begun.materials.keys()
    assert {"reduction"} == earlier.findings.keys() - begun.findings.keys()


def test_rec_2_an_opinion_has_no_limit_and_stands_whole_on_page_word_and_pdf(client, clerk):
    application = factories.submitted(to=factories.bureau())
    points = [f"第{number}点：" + "该项目减排效果明显，同意推荐。" * 20 for number in range(1, 7)]
    sent = sheet(application) | opinion(recommender_opinion="\n".join(points))
    client.post(page(application), sent)
    application.refresh_from_db()
    assert application.state == State.RECEIVED
    paper = grid(application.form, paper_answers(application.current_revision), application.cycle.year)
    word = "".join(t.text or "" for t in docx.Document(io.BytesIO(render_word(paper))).element.iter(W_TEXT))
    pdf = "".join(text_of(render_pdf(paper)).split())
    text = client.get(page(application)).text
    for point in points:
        assert point in text and point in word and point in pdf

"""What is handed in about a pilot, on the pages that all kinds share: written, handed in, read, answered."""

import io
import json
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from journal.models import Message, Record
from pilots.models import Pilot, SubmissionFile
from pilots.states import Outcome, PilotState, SubmissionKind, SubmissionState
from pilots.submissions.kinds import page_of
from programme.notice import Sheet
from sheets.merging.saving import marks_on
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "尚未定稿的示例内容"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def pdf_file(name="方案.pdf"):
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


@pytest.fixture
def pilot() -> Pilot:
    """A technology pilot that plans."""
    return factories.planning()


@pytest.fixture
def plan(pilot):
    """Its plan, open."""
    return factories.plan_of(pilot)


@pytest.fixture
def owner(pilot):
    """The browser of the pilot's organisation."""
    return signed_in(factories.submitter(pilot))


@pytest.fixture
def city():
    """The browser of city staff."""
    return signed_in(factories.staff())


def typed(pilot, **changes) -> dict[str, str]:
    return factories.plan_content(pilot) | changes


def send(browser, plan, do="save", **content):
    return browser.post(plan.get_absolute_url(), content | {"do": do}, follow=True).content.decode()


def answer(browser, plan, **data):
    waiting = plan.versions.waiting().first()
    form = {"version": waiting.pk if waiting else "", "outcome": "approved", "remarks": ""} | data
    return browser.post(reverse("submission_answer", args=[plan.pk]), form, follow=True).content.decode()


def test_from_the_first_word_to_the_approval(pilot, plan, owner, city):
    assert "已保存，尚未提交" in send(owner, plan, **typed(pilot))
    assert "第 1 版已提交" in send(owner, plan, "hand_in", **typed(pilot), note_to_city="逐条回应。")
    assert "逐条回应。" in city.get(plan.get_absolute_url()).content.decode()
    assert "审核结果已登记" in answer(city, plan, outcome="returned", remarks="请补充监测方案。")
    assert "请补充监测方案。" in owner.get(plan.get_absolute_url()).content.decode()
    send(owner, plan, "hand_in", **typed(pilot, measures="成立专班，并按月监测。"))
    answer(city, plan)
    pilot.refresh_from_db()
    assert pilot.state == PilotState.IMPLEMENTING
    assert [version.outcome for version in plan.versions.all()] == ["returned", "approved"]


def test_what_is_lacking_is_listed_above_with_links_and_nothing_typed_is_lost(pilot, plan, owner):
    text = send(owner, plan, "hand_in", **typed(pilot, summary="", target_1_value="", measures=SECRET))
    assert 'href="#id_summary"' in text and 'href="#id_target_1_value"' in text
    assert "目标 1：目标值：请填写目标值（数字）。" in text
    assert SECRET in text
    plan.refresh_from_db()
    assert plan.state == SubmissionState.OPEN and plan.content["measures"] == SECRET


def test_a_number_that_is_none_is_said_at_its_place_when_it_is_saved(pilot, plan, owner):
    text = send(owner, plan, **typed(pilot, target_1_value="一千二"))
    assert "有 1 处需要改正" in text and "请填写数字" in text and "一千二" in text


def test_the_city_does_not_read_what_is_being_written(pilot, plan, owner, city):
    send(owner, plan, **typed(pilot, summary=SECRET))
    text = city.get(plan.get_absolute_url()).content.decode()
    assert "申报单位正在填写" in text and SECRET not in text
    owner.post(reverse("submission_attach", args=[plan.pk]), {"place": "", "file": pdf_file()})
    file = SubmissionFile.objects.get(submission=plan)
    assert city.get(reverse("submission_file", args=[file.pk])).status_code == 404
    assert owner.get(reverse("submission_file", args=[file.pk])).getvalue().startswith(b"%PDF")
    assert city.post(plan.get_absolute_url(), {"summary": "市级改写"}).status_code == 200
    plan.refresh_from_db()
    assert plan.content["summary"] == SECRET


def test_a_colleague_without_the_right_writes_and_does_not_hand_in(pilot, plan):
    helper = factories.person()
    Membership.objects.create(user=helper, organisation=pilot.entry.organisation, can_submit=False)
    browser = signed_in(helper)
    text = browser.get(plan.get_absolute_url()).content.decode()
    assert "由本单位有提交权限的成员提交" in text and "确认提交" not in text
    assert "您没有提交方案的权限" in send(browser, plan, "hand_in", **typed(pilot))
    plan.refresh_from_db()
    assert plan.state == SubmissionState.OPEN and plan.content["summary"]


def test_what_comes_too_late_is_shown_to_be_copied(pilot, plan, owner):
    send(owner, plan, "hand_in", **typed(pilot))
    text = send(owner, plan, **typed(pilot, summary=SECRET))
    assert "以下内容没有保存" in text and SECRET in text
    plan.refresh_from_db()
    assert SECRET not in plan.content.values()


def test_two_people_on_one_page_lose_nothing(pilot, plan, owner):
    marks = json.dumps(marks_on(page_of(plan), plan.content))
    send(owner, plan, copy=marks, summary="甲的文字", measures="甲的措施")
    other = factories.person()
    Membership.objects.create(user=other, organisation=pilot.entry.organisation)
    text = send(signed_in(other), plan, copy=marks, summary="乙的文字", until="2027-01-31")
    assert "有内容没有保存" in text and "甲的文字" in text and "乙的文字" in text
    plan.refresh_from_db()
    assert (plan.content["summary"], plan.content["until"]) == ("甲的文字", "2027-01-31")


def test_autosave_answers_with_marks_and_counts_what_is_unfit(pilot, plan, owner, city):
    url = reverse("submission_autosave", args=[plan.pk])
    told = owner.post(url, {"summary": "示例", "target_1_value": "许多"}).json()
    assert told["unfit"] == 1 and told["copy"]["summary"]
    assert city.post(url, {"summary": "市级"}).status_code == 404
    assert Client().post(url, {"summary": "无名"}).status_code == 401
    send(owner, plan, "hand_in", **typed(pilot))
    assert owner.post(url, {"summary": "晚了"}).status_code == 423


def test_the_city_reads_which_answers_need_words_only_of_those_it_can_give(pilot, plan, owner, city):
    send(owner, plan, "hand_in", **typed(pilot))
    page = city.get(plan.get_absolute_url()).content.decode()
    assert "退回修改的必须填写" in page
    assert "不予同意" not in page


def test_who_can_only_return_a_report_reads_where_its_outcome_is_found(city):
    report = factories.under_audit().submissions.get(kind=SubmissionKind.SELF_EVALUATION)
    page = city.get(report.get_absolute_url()).content.decode()
    assert "结论在评估中提出并确认" in page
    assert re.search(r'value="returned"[^>]*checked', page)


@pytest.mark.parametrize("outcome", ["returned", ""])
def test_an_answer_that_says_nothing_comes_back_with_what_was_typed(pilot, plan, owner, city, outcome):
    send(owner, plan, "hand_in", **typed(pilot))
    text = answer(city, plan, outcome=outcome, remarks=" ")
    assert "error-summary" in text
    assert plan.versions.get().outcome == Outcome.WAITING


def test_an_answer_to_a_version_that_was_answered_meanwhile_is_refused(pilot, plan, owner, city):
    send(owner, plan, "hand_in", **typed(pilot))
    seen = plan.versions.get().pk
    answer(city, plan, outcome="returned", remarks="请修改。")
    send(owner, plan, "hand_in", **typed(pilot, measures="已修改。"))
    text = answer(city, plan, version=seen, remarks="很好，同意。")
    assert "您看到的版本已经审核或更换" in text and "很好，同意。" in text
    assert plan.versions.last().outcome == Outcome.WAITING


def test_the_owner_cannot_answer(pilot, plan, owner):
    send(owner, plan, "hand_in", **typed(pilot))
    assert (
        owner.post(reverse("submission_answer", args=[plan.pk]), {"outcome": "approved"}).status_code == 404
    )
    assert plan.versions.get().outcome == Outcome.WAITING


def test_files_are_put_to_the_plan_and_handed_in_with_it(pilot, plan, owner, city):
    url = reverse("submission_attach", args=[plan.pk])
    assert (
        "已上传" in owner.post(url, {"place": "document", "file": pdf_file()}, follow=True).content.decode()
    )
    twice = owner.post(url, {"place": "document", "file": pdf_file("另一份.pdf")}).content.decode()
    assert "已上传过" in twice or "这个文件已经上传过" in twice
    assert (
        "不支持这种文件类型"
        in owner.post(url, {"place": "document", "file": SimpleUploadedFile("x.zip", b"1")}).content.decode()
    )
    assert "请先选择文件" in owner.post(url, {"place": ""}).content.decode()
    send(owner, plan, "hand_in", **typed(pilot))
    version = plan.versions.get()
    assert version.file_name == "方案.pdf"
    response = city.get(reverse("submission_version_file", args=[version.pk, 0]), {"show": ""})
    assert "inline" in response["Content-Disposition"] and response.getvalue().startswith(b"%PDF")
    assert city.get(reverse("submission_version_file", args=[version.pk, 1])).status_code == 404
    assert "以上传的文件为准" in city.get(plan.get_absolute_url()).content.decode()
    labels = set(Record.objects.about("pilots.pilot", pilot.pk).values_list("label", flat=True))
    assert "上传附件" in labels
    late = owner.post(reverse("submission_file_delete", args=[plan.attached.get().pk]), follow=True)
    assert "不能填写" in late.content.decode() and plan.attached.exists()


def test_a_file_is_taken_off_again(plan, owner):
    owner.post(reverse("submission_attach", args=[plan.pk]), {"place": "", "file": pdf_file()})
    text = owner.post(reverse("submission_file_delete", args=[plan.attached.get().pk]), follow=True)
    assert "已删除" in text.content.decode() and not plan.attached.exists()


@pytest.mark.parametrize(("kind", "start"), [("word", b"PK"), ("pdf", b"%PDF")])
def test_a_version_is_a_paper(pilot, plan, owner, city, kind, start):
    send(owner, plan, "hand_in", **typed(pilot))
    version = plan.versions.get()
    assert city.get(reverse("submission_paper", args=[version.pk, kind])).content.startswith(start)
    assert city.get(reverse("submission_paper", args=[version.pk, "ofd"])).status_code == 404


def test_nobody_else_gets_anything(pilot, plan, owner):
    owner.post(reverse("submission_attach", args=[plan.pk]), {"place": "", "file": pdf_file()})
    send(owner, plan, "hand_in", **typed(pilot))
    version = plan.versions.get()
    for stranger in (factories.applicant(), factories.recommender(), factories.reviewer()):
        browser = signed_in(stranger)
        for url in (
            plan.get_absolute_url(),
            reverse("submission_file", args=[plan.attached.get().pk]),
            reverse("submission_version_file", args=[version.pk, 0]),
            reverse("submission_paper", args=[version.pk, "pdf"]),
        ):
            assert browser.get(url).status_code == 404


def test_the_city_is_told_of_a_plan(pilot, plan, owner):
    clerk = factories.staff()
    send(owner, plan, "hand_in", **typed(pilot))
    assert Message.objects.inbox(clerk.pk).filter(subject__contains="提交了方案").exists()


def test_the_page_of_the_pilot_says_what_is_open(pilot, plan, owner, city):
    assert "点击填写" in owner.get(pilot.get_absolute_url()).content.decode()
    assert "点击填写" not in city.get(pilot.get_absolute_url()).content.decode()
    send(owner, plan, "hand_in", **typed(pilot))
    assert "第 1 版" in city.get(pilot.get_absolute_url()).content.decode()


def test_reading_costs_the_same_for_one_and_three_versions(city):
    pilot = factories.plan_submitted(Sheet.PARK)
    plan, costs = factories.plan_of(pilot), []
    owner = signed_in(factories.submitter(pilot))
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            city.get(plan.get_absolute_url())
        costs.append(len(queries))
        answer(city, plan, outcome="returned", remarks="请修改。")
        send(owner, plan, "hand_in", **typed(pilot, measures=f"第 {number} 次修改。"))
    assert plan.versions.count() == 4
    assert costs[0] == costs[2]

"""The reviewer's desk and sheet (REV-2, REV-3)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Revision
from applications.requirements import PROOFS
from applications.submitting import actions
from journal.models import Message
from reviews.models import ScoreSheet
from reviews.rubrics.rubric import rubric_of
from reviews.states import ScoreSheetState as S
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    """A score sheet that waits for the declaration."""
    return factories.in_review().score_sheets.first()


@pytest.fixture
def browser(sheet):
    """The browser of its reviewer."""
    client = Client()
    client.force_login(sheet.reviewer)
    return client


def url(sheet):
    return reverse("reviewer_sheet", args=[sheet.pk])


def declare(browser, sheet, do="none", **data):
    return browser.post(reverse("reviewer_declare", args=[sheet.pk]), {"do": do, **data}, follow=True)


def typed(sheet, score="7.5", **changes):
    criteria = rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)
    return {f"score_{criterion.pk}": score for criterion in criteria} | {"remarks": "示例意见。"} | changes


def test_rev_2_nothing_is_read_before_the_declaration(browser, sheet):
    text = browser.get(url(sheet)).content.decode()
    assert "声明之前" in text
    assert "paper-grid" not in text
    file = reverse("reviewer_file", args=[sheet.pk, 0])
    assert browser.get(file).status_code == 404
    assert "paper-grid" in declare(browser, sheet).content.decode()
    response = browser.get(file)
    assert response["Content-Type"] == "application/pdf"
    assert response.getvalue() == factories.PDF
    assert browser.get(reverse("reviewer_file", args=[sheet.pk, 99])).status_code == 404


def test_a_reviewer_reads_the_form_without_the_people_in_it(browser, sheet):
    text = declare(browser, sheet).content.decode()
    answers = sheet.application.current_revision.answers
    assert answers["project_content"] in text
    for key in ("contact_name", "contact_phone", "contact_email", "legal_representative"):
        assert answers[key] not in text


def test_mat_a_reviewer_reads_why_no_proof_was_attached(browser, sheet):
    revision = sheet.application.current_revision
    Revision.objects.filter(pk=revision.pk).update(
        attachments=[], norm_reasons={PROOFS: "检测报告尚未出具。"}
    )
    text = declare(browser, sheet).content.decode()
    assert "未附项目建议书或可行性研究报告、其他证明材料" in text and "检测报告尚未出具。" in text


def test_a_sheet_belongs_to_the_desk_in_the_navigation(browser, sheet):
    assert 'href="/reviews/desk/" aria-current="page"' in browser.get(url(sheet)).content.decode()


def test_the_recommenders_contact_is_left_out_its_opinion_is_read():
    sheet = factories.in_review(to=factories.bureau()).score_sheets.first()
    browser = Client()
    browser.force_login(sheet.reviewer)
    text = declare(browser, sheet).content.decode()
    assert factories.OPINION["recommender_opinion"] in text
    assert factories.OPINION["recommender_phone"] not in text


def test_rev_2_a_declared_conflict_steps_back_and_the_city_is_told(browser, sheet):
    clerk = factories.staff()
    assert "error-summary" in declare(browser, sheet, "recuse").content.decode()
    assert "请说明是什么情形" in declare(browser, sheet, "recuse", conflict="other").content.decode()
    text = declare(browser, sheet, "recuse", conflict="contract", note="合作课题").content.decode()
    assert "已记录您的回避" in text
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict, sheet.conflict_note) == (S.RECUSED, "contract", "合作课题")
    assert Message.objects.inbox(clerk.pk).filter(subject__contains="申请回避").exists()
    text = browser.get(url(sheet)).content.decode()
    assert "合作课题" in text
    assert "paper-grid" not in text


def test_rev_3_a_sheet_is_kept_incomplete_and_shown_again(browser, sheet):
    declare(browser, sheet)
    data = typed(sheet, "", remarks="写到一半")
    first = next(iter(data))
    text = browser.post(url(sheet), data | {first: "6.5", "do": "save"}, follow=True).content.decode()
    assert "尚未提交" in text
    assert "写到一半" in text
    assert 'value="6.5"' in text
    sheet.refresh_from_db()
    assert (sheet.state, list(sheet.scores.values())) == (S.SCORING, ["6.5"])


@pytest.mark.parametrize("score", ["", "11", "-1", "7.25", "abc", "NaN"])
def test_rev_3_a_sheet_is_not_submitted_with_a_missing_or_wrong_score(browser, sheet, score):
    declare(browser, sheet)
    data = typed(sheet)
    first = next(iter(data))
    text = browser.post(url(sheet), data | {first: score, "do": "submit"}).content.decode()
    assert "error-summary" in text
    assert f"#id_{first}" in text
    assert "示例意见。" in text
    sheet.refresh_from_db()
    assert sheet.state == S.SCORING


def test_rev_3_a_submitted_sheet_is_final(browser, sheet):
    declare(browser, sheet)
    text = browser.post(url(sheet), typed(sheet) | {"do": "submit"}, follow=True).content.decode()
    assert "75.00" in text
    assert 'name="score_' not in text
    for do in ("save", "submit"):
        text = browser.post(url(sheet), typed(sheet, "9") | {"do": do}).content.decode()
        assert "error-summary" in text
    sheet.refresh_from_db()
    assert (sheet.state, str(sheet.total)) == (S.SUBMITTED, "75.00")


def test_rev_3_after_the_application_is_withdrawn_nothing_is_scored(browser, sheet):
    declare(browser, sheet)
    application = sheet.application
    actions.withdraw(application.pk, actor=application.created_by, reason="计划变更。")
    for do in ("save", "submit"):
        assert "评审已结束" in browser.post(url(sheet), typed(sheet) | {"do": do}).content.decode()
    assert 'name="score_' not in browser.get(url(sheet)).content.decode()


def test_rev_2_reviewers_see_only_their_own_sheets(sheet):
    stranger = Client()
    other = sheet.application.score_sheets.exclude(pk=sheet.pk).first()
    stranger.force_login(other.reviewer)
    assert stranger.get(url(sheet)).status_code == 404
    assert stranger.post(url(sheet), typed(sheet)).status_code == 404
    assert declare(stranger, sheet).status_code == 404
    assert stranger.get(reverse("reviewer_file", args=[sheet.pk, 0])).status_code == 404


def test_staff_read_a_sheet_but_do_not_write_it(client):
    sheet = factories.scored().score_sheets.first()
    client.force_login(factories.staff())
    text = client.get(url(sheet)).content.decode()
    assert str(sheet.total) in text
    assert 'name="score_' not in text
    assert "error-summary" in client.post(url(sheet), typed(sheet) | {"do": "submit"}).content.decode()


def test_a_reopened_sheet_is_scored_again_with_the_old_scores_there(browser, sheet, client):
    declare(browser, sheet)
    browser.post(url(sheet), typed(sheet) | {"do": "submit"})
    client.force_login(factories.staff())
    client.post(reverse("sheet_reopen", args=[sheet.pk]), {"reason": "指标误填。"})
    assert 'value="7.5"' in browser.get(url(sheet)).content.decode()
    browser.post(url(sheet), typed(sheet, "8") | {"do": "submit"})
    sheet.refresh_from_db()
    assert str(sheet.total) == "80.00"


def test_the_desk_shows_progress_and_costs_the_same_for_one_and_three(client):
    reviewers = [factories.reviewer() for _ in range(3)]
    client.force_login(reviewers[0])
    costs = []
    for _ in range(3):
        application = factories.in_review(reviewers=reviewers)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(reverse("reviewer_desk")).content.decode()
        costs.append(len(queries))
    assert application.number in text
    assert "已提交 0 份，共 3 份" in text
    assert ScoreSheet.objects.filter(reviewer=reviewers[0]).count() == 3
    assert costs[0] == costs[2]


def test_after_the_decision_a_submitted_sheet_counts_as_closed_and_the_next_is_one_to_be_done(client):
    decided = factories.selected()
    sheet = decided.score_sheets.first()
    client.force_login(sheet.reviewer)
    text = client.get(reverse("reviewer_desk"), {"state": "closed"}).content.decode()
    assert decided.number in text
    assert "没有待评的了" in client.get(url(sheet)).content.decode()
    todo = factories.in_review(reviewers=[sheet.reviewer, factories.reviewer(), factories.reviewer()])
    ours = todo.score_sheets.get(reviewer=sheet.reviewer)
    assert f'href="{url(ours)}" data-after' in client.get(url(sheet)).content.decode()
    assert "没有待评的了" in client.get(url(ours)).content.decode()


def test_a_sheet_that_cannot_be_reopened_any_more_says_that_it_is_decided(client):
    sheet = factories.decided().score_sheets.first()
    client.force_login(factories.staff())
    text = client.get(reverse("sheet_reopen", args=[sheet.pk])).content.decode()
    assert "评审决定已经确认，评分表不能再退回。" in text
    assert "当前为「已提交」" not in text

"""The reviewer's desk: scores save themselves, the keyboard leads through, submission is asked twice; on a train."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import ScoreSheet
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict
from reviews.states import ScoreSheetState as S
from tests import factories
from tests.browser import steps, widths
from tests.browser.drafts import kept, says_saved

pytestmark = pytest.mark.embedded


@pytest.fixture
def sheet(transactional_db) -> ScoreSheet:
    """A sheet that may be scored, and another after it."""
    reviewers = [factories.reviewer() for _ in range(3)]
    first = factories.in_review(reviewers=reviewers).score_sheets.order_by("pk").first()
    factories.in_review(reviewers=reviewers)
    declare_no_conflict(first.pk, actor=first.reviewer)
    return first


def opened(page, sheet):
    steps.log_in(page, sheet.reviewer, reverse("reviewer_sheet", args=[sheet.pk]))


def test_scores_save_themselves_and_are_submitted_from_the_keyboard(page, sheet, axe):
    criteria = rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)
    opened(page, sheet)
    page.keyboard.press("Alt+KeyJ")
    for number, _ in enumerate(criteria):
        expect(page.locator(f"#id_score_{criteria[number].pk}")).to_be_focused()
        page.keyboard.type("8")
        page.keyboard.press("Enter")
    expect(page.locator("#id_remarks")).to_be_focused()
    page.keyboard.type("建议补充监测方案。")
    saved = ScoreSheet.objects.filter(pk=sheet.pk, state=S.SCORING, remarks="建议补充监测方案。")
    says_saved(page)
    expect(page.locator("output[data-total]")).to_have_text("80.00")
    assert set(saved.get().scores.values()) == {"8"}
    assert kept(page) == [] and axe(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="确认提交")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("评分表已提交，不能再修改")
    expect(page.locator("[name^=score_]")).to_have_count(0)
    page.get_by_role("link", name="下一项").click()
    expect(page.locator("main")).to_contain_text("声明之前，申报表和附件不开放")


def test_the_keys_keep_total_and_saving_in_view_and_say_what_is_missing(page, sheet):
    opened(page, sheet)
    fields, said = page.locator("[name^=score_]"), page.locator("[data-open-said]")
    bar, count = page.locator(".score-bar"), fields.count()
    fields.last.focus()
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")  # as far as any focus can scroll it
    expect(fields.last).to_be_in_viewport(ratio=0.9)
    expect(bar).to_be_in_viewport(ratio=1)
    expect(said).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(said).to_have_text(f"还有 {count} 项没有评分，评完才能提交。")
    expect(fields.first).to_be_focused()
    page.keyboard.type("8")
    expect(said).to_be_hidden()


def test_a_submission_over_a_clash_of_two_windows_says_that_it_was_none(page, sheet, axe):
    opened(page, sheet)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#id_remarks").fill("另一窗口的意见")
    says_saved(other)
    fields = page.locator("[name^=score_]")
    for number in range(fields.count()):
        fields.nth(number).fill("8")
    page.locator("#id_remarks").fill("本窗口的意见")
    expect(page.locator("#save-status")).to_contain_text("有 1 处与他处保存的内容冲突")
    steps.confirm(page, "提交评分表", "确认提交")
    expect(page.get_by_role("alert").first).to_contain_text("评分表没有提交")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[data-error-summary] a")).to_contain_text("冲突，请选择用哪一个")
    expect(page.locator("#save-status")).to_contain_text("有 1 处与他处保存的内容冲突，尚未保存")
    assert ScoreSheet.objects.get(pk=sheet.pk).state == S.SCORING and axe(page) == []


def test_on_a_train_the_scores_wait_in_the_telephone(phone, sheet, axe):
    criteria = rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)
    widths.watch(phone)
    opened(phone, sheet)
    phone.context.set_offline(True)
    phone.locator(f"#id_score_{criteria[0].pk}").fill("9")
    expect(phone.locator("#save-status")).to_contain_text("网络已断开")
    assert len(kept(phone)) == 1
    phone.context.set_offline(False)
    says_saved(phone)
    assert list(ScoreSheet.objects.get(pk=sheet.pk).scores.values()) == ["9"]
    for name in ("附件", "评分", "申报表"):
        phone.get_by_role("navigation", name="本页各部分").get_by_role("link", name=name).tap()
    expect(phone.locator(".score-bar")).to_be_in_viewport()
    assert axe(phone) == []
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()

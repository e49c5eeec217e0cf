"""A form that is sent after the session ended: what was typed is put back for the same person, and for nobody else."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import UserSession
from applications.models import Application, PreCheck
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.steps import press, says

REASONS, OPINION = "#id_reasons", "#id_recommender_opinion"
PUT_BACK = "您刚才填写的内容已放回本页，还没有提交"


@pytest.fixture
def park(transactional_db) -> Application:
    """A park that waits at its bureau."""
    return factories.submitted(Sheet.PARK)


@pytest.fixture
def clerk(park):
    return factories.recommender(park.recommender)


def log_in_here(page: Page, user) -> None:
    """Log in on the page that came instead of the answer."""
    page.wait_for_url("**/accounts/login/**", wait_until="load")  # its script says where the form was
    page.get_by_label("电子邮件").fill(user.email)
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()


def drawn(page: Page) -> None:
    """The page has been drawn three times: what its script does of itself is done."""
    page.wait_for_load_state("load")
    page.evaluate(
        "() => new Promise(done => { let left = 3; (function next() { left-- ? requestAnimationFrame(next) : done(); })(); })"
    )


def typed_when_the_session_ended(page: Page, clerk, park) -> None:
    """Reasons and a remark of a return, sent after the session ended."""
    steps.log_in(page, clerk, reverse("recommender_return", args=[park.pk]))
    UserSession.objects.all().delete()
    page.locator(REASONS).fill("请补充园区边界。")
    page.locator("[data-remark-row] textarea").first.fill("面积与附图不一致。")
    press(page, "退回修改")


def test_what_was_typed_is_put_back_and_sent_only_by_the_person(page, axe, park, clerk):
    typed_when_the_session_ended(page, clerk, park)
    log_in_here(page, clerk)
    says(page, PUT_BACK)
    expect(page.locator(REASONS)).to_have_value("请补充园区边界。")
    expect(page.locator("[data-remark-row] textarea").first).to_have_value("面积与附图不一致。")
    assert axe(page) == []
    assert Application.objects.get(pk=park.pk).state == park.state
    page.locator("[data-remark-row] textarea").first.fill("")
    press(page, "退回修改")
    says(page, "已退回")
    page.goto(reverse("recommender_list"))
    drawn(page)
    expect(page.get_by_text(PUT_BACK)).to_have_count(0)


def test_another_person_who_logs_in_gets_nothing_of_it(page, park, clerk):
    typed_when_the_session_ended(page, clerk, park)
    log_in_here(page, factories.recommender(park.recommender))
    expect(page.locator(REASONS)).to_have_value("")
    page.wait_for_function("() => sessionStorage.getItem('sent') === null")
    expect(page.locator(REASONS)).to_have_value("")


def test_a_form_in_a_closed_box_is_opened_on_its_own_page_although_its_address_has_none(page, park):
    """The withdrawal is sent to an address that only takes forms."""
    applicant = park.created_by
    steps.log_in(page, applicant, park.get_absolute_url())
    page.locator("summary", has_text="撤回申报").click()
    UserSession.objects.all().delete()
    page.locator("[name=reason]").fill("今年不再申报。")
    press(page, "确认撤回")
    log_in_here(page, applicant)
    says(page, PUT_BACK)
    expect(page.locator("[name=reason]")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("今年不再申报。")
    assert Application.objects.get(pk=park.pk).state == park.state


def test_a_sheet_that_keeps_itself_says_that_the_session_ended_and_goes_on_after_the_log_in(
    page, park, clerk
):
    steps.log_in(page, clerk, reverse("recommender_form", args=[park.pk]))
    UserSession.objects.all().delete()
    page.locator(OPINION).fill("园区基础较好，同意推荐。")
    expect(page.locator("[data-keeps-said]")).to_contain_text("登录已失效")
    press(page, "保存")
    log_in_here(page, clerk)
    says(page, PUT_BACK)
    expect(page.locator(OPINION)).to_have_value("园区基础较好，同意推荐。")
    expect(page.locator("[data-keeps-said]")).to_contain_text("已自动保存，尚未报送")
    assert PreCheck.objects.get().opinion["recommender_opinion"] == "园区基础较好，同意推荐。"


def test_a_log_in_in_another_window_does_not_void_the_open_form(page, park, clerk):
    steps.log_in(page, clerk, reverse("recommender_return", args=[park.pk]))
    UserSession.objects.all().delete()
    other = page.context.new_page()
    steps.log_in_by_form(other, clerk.email)
    page.locator(REASONS).fill("请补充园区边界。")
    press(page, "退回修改")
    says(page, "已退回")


def test_a_form_that_was_answered_without_leaving_the_page_is_not_put_back_later(page, park):
    """Buttons that bring a file leave the page where it is."""
    applicant = park.created_by
    steps.log_in(page, applicant, park.get_absolute_url())
    page.locator("summary", has_text="撤回申报").click()
    page.locator("[name=reason]").fill("示例")
    page.evaluate(
        "() => document.querySelector('[name=reason]').form.addEventListener('submit', event => event.preventDefault())"
    )
    press(page, "确认撤回")
    UserSession.objects.all().delete()
    page.reload()
    log_in_here(page, applicant)
    expect(page.get_by_text("申报信息")).to_be_visible()
    drawn(page)
    expect(page.get_by_text(PUT_BACK)).to_have_count(0)

"""The end of an idle session, and confirming who one is, in a real browser: nothing typed is lost, and nobody else gets it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import UserSession
from programme.models import Cycle
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.steps import press, says

BAR = "#idle-warning"
REASONS = "#id_reasons"
PUT_BACK = "您刚才填写的内容已放回本页，还没有提交"


@pytest.fixture
def park(transactional_db):
    return factories.submitted(Sheet.PARK)


@pytest.fixture
def clerk(park):
    return factories.recommender(park.recommender)


def idle(page: Page, minutes: float) -> None:
    """Let the time pass, for the server and for the page."""
    seen = timezone.now() - timedelta(minutes=minutes)
    UserSession.objects.exclude(user=None).update(seen_at=seen)
    until = int((seen + timedelta(minutes=30)).timestamp())
    page.context.add_cookies(
        [{"name": "session_until", "value": str(until), "domain": "localhost", "path": "/"}]
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def log_in_here(page: Page, user) -> None:
    """Log in on the page that came instead."""
    page.wait_for_url("**/accounts/login/**", wait_until="load")
    page.get_by_label("电子邮件").fill(user.email)
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    press(page, "登录")


def test_a_bar_warns_and_one_press_goes_on(page, axe, clerk, park):
    steps.log_in(page, clerk, reverse("recommender_return", args=[park.pk]))
    expect(page.locator(BAR)).to_be_hidden()
    idle(page, 28)
    expect(page.locator(BAR)).to_contain_text("2 分钟后将自动退出登录")
    assert axe(page) == []
    page.get_by_role("button", name="继续使用").click()
    expect(page.locator(BAR)).to_be_hidden()
    assert timezone.now() - UserSession.objects.get(user=clerk).seen_at < timedelta(minutes=1)


def test_what_was_typed_survives_the_end_and_is_for_the_same_person_only(page, open_page, clerk, park):
    address = reverse("recommender_return", args=[park.pk])
    for user, text in ((clerk, "请补充园区边界。"), (factories.recommender(park.recommender), "")):
        steps.log_in(page, clerk, address)
        page.locator(REASONS).press_sequentially("请补充园区边界。")
        idle(page, 31)
        log_in_here(page, user)
        expect(page.locator(REASONS)).to_have_value(text)
        if text:
            says(page, PUT_BACK)
    page.wait_for_function("() => sessionStorage.getItem('sent') === null")


def test_a_form_that_meets_the_confirmation_comes_back_filled_in(page, park):
    city = factories.staff()
    cycle = Cycle.objects.order_by("year").first()
    steps.log_in(page, city, reverse("cycle_edit", args=[cycle.year]))
    UserSession.objects.update(began_at=timezone.now() - timedelta(minutes=16))
    box = page.locator("main form[method=post] textarea, main form[method=post] input[type=text]").first
    name = box.get_attribute("name")
    box.fill("2030 年第 1 号")
    box.evaluate("control => control.form.requestSubmit()")
    page.wait_for_url("**/accounts/reauthenticate/**", wait_until="load")
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    press(page, "确认")
    says(page, PUT_BACK)
    expect(page.locator(f"[name={name}]").first).to_have_value("2030 年第 1 号")


def test_kept_text_of_one_account_is_gone_when_another_signs_in_and_after_a_week(page, clerk):
    other = factories.recommender(clerk.organisations.get())
    day = 24 * 3600 * 1000
    steps.log_in(page, clerk, reverse("inbox"))
    page.evaluate(
        """([user, day]) => [[6, "new"], [8, "old"]].forEach(([age, name]) =>
        localStorage.setItem(`draft/${user}/1/a/${name}`, JSON.stringify({ texts: ["机密"], at: Date.now() - age * day })))""",
        [clerk.pk, day],
    )
    kept = "() => Object.keys(localStorage).filter(key => key.startsWith('draft/')).map(key => key.split('/').pop())"
    page.goto(reverse("inbox"))
    assert page.evaluate(kept) == ["new"]
    steps.log_in(page, other, reverse("inbox"))
    assert page.evaluate(kept) == []

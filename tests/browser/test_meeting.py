"""A decision meeting in the browser: one person proposes in batch, another confirms one and returns the other."""

import pytest
from playwright.sync_api import expect

from reviews.models import Decision
from tests import factories
from tests.browser import steps
from tests.browser.steps import press, says, visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_persons_decide_on_two_applications(page, open_page, axe):
    best, low = factories.scored(scores=[9, 9, 9]), factories.scored(scores=[5, 6, 7])
    first, second = factories.staff(), factories.staff()
    steps.log_in(page, first)
    visit(page, "评审")
    visit(page, "会议决定")
    expect(page.get_by_role("row").filter(has_text=best.number)).to_be_visible()
    assert axe(page) == []
    for each in (best, low):
        page.get_by_label(f"勾选 {each.number}").check()
    press(page, "提议列为试点")
    page.get_by_label("共同理由").fill("排名靠前。")
    assert axe(page) == []
    press(page, "提交提议")
    says(page, "已提议 2 项决定，请另一人确认。")

    other = open_page()
    steps.log_in(other, second)
    visit(other, "评审")
    visit(other, "会议决定")
    other.get_by_role("link", name="核对并确认").click()
    for each, word in ((best, "确认"), (low, "退回")):
        panel = other.locator(f'[id="{each.number}"]')
        panel.get_by_label(word, exact=True).check()
        if word == "退回":
            panel.get_by_label("退回意见").fill("得分偏低，请复议。")
    assert axe(other) == []
    press(other, "提交处理结果")
    says(other, "已确认 1 项，退回 1 项。")
    assert Decision.objects.get(application=best).confirmed_by == second
    page.reload()
    says(page, "得分偏低，请复议。")

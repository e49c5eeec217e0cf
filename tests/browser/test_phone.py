"""An applicant with a telephone: every page fits, and a form can be filled and submitted."""

import pytest
from playwright.sync_api import expect

from journal import clock
from pilots.cycles import present_cycle
from pilots.programme import CONDITIONS, Sheet
from tests import factories
from tests.browser import samples, steps, widths
from tests.browser.steps import press, says, visit


@pytest.mark.embedded
def test_a_leader_form_is_filled_and_submitted_on_a_phone(phone):
    applicant = factories.applicant()
    widths.watch(phone)
    steps.log_in(phone, applicant)
    phone.get_by_role("link", name="新建申报").first.tap()
    phone.locator("button[value=leader]").tap()
    fill_the_form(phone)
    steps.upload(phone, "营业执照复印件", samples.png("营业执照照片.png"))
    expect(phone.get_by_role("link", name="营业执照照片.png", exact=True)).to_be_visible()
    phone.get_by_role("link", name="继续：核对提交").tap()
    phone.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(phone, "提交申报")
    says(phone, f"编号 {present_cycle(clock.now()).year}-LP-0001")
    look_around(phone)
    found = widths.measured(phone)
    assert {path for path, excess in found.items() if excess > 0} == set()
    assert len(found) >= 12


def fill_the_form(phone) -> None:
    """Basics, the two parts, and the conditions with the reason of a unit outside of the carbon market (ELI-L)."""
    steps.fill_part(phone, {"所属领域": "数据中心", "所在区": "海淀区"})
    steps.fill(phone, "申报途径", "自主申报：直接提交市生态环境局")
    steps.go_on(phone, "申报单位基本情况")
    steps.fill_part(phone, samples.LEADER_APPLICANT)
    steps.go_on(phone, "试点基本情况")
    steps.fill_part(phone, samples.LEADER)
    expect(phone.locator("#id_profile + .counter")).to_contain_text("限 500 字")
    steps.go_on(phone, "申报条件")
    for condition in CONDITIONS[Sheet.LEADER]:
        phone.get_by_label(condition.text, exact=True).check()
    phone.locator("#id_reason_market").fill("自愿参与，已开展碳盘查。")
    steps.go_on(phone, "申报材料")


def look_around(phone) -> None:
    """The other pages of an applicant, and the public ones."""
    visit(phone, "本单位")
    visit(phone, "我的试点")
    visit(phone, "我的申报")
    phone.get_by_role("banner").get_by_role("link", name="消息").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("消息")
    for path in ("/", "/types/leader/", "/types/community/", "/awarded/"):
        phone.goto(path)

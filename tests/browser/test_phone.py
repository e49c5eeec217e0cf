"""An applicant with a telephone: every page fits, and a form can be filled and submitted."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from journal import clock
from programme.cycles.receiving import present_cycle
from programme.notice import Sheet, form_of
from tests import factories
from tests.browser import samples, steps, widths
from tests.browser.steps import press, says, visit


@pytest.mark.embedded
def test_a_leader_form_is_filled_and_submitted_on_a_phone(phone):
    applicant = factories.applicant()
    widths.watch(phone)
    steps.log_in_by_form(phone, applicant.email)
    phone.get_by_role("link", name="新建申报").first.tap()
    phone.locator("button[value=leader]").first.tap()
    fill_the_form(phone)
    steps.upload(phone, "营业执照复印件", samples.png("营业执照照片.png"))
    expect(phone.get_by_role("link", name="营业执照照片.png", exact=True)).to_be_visible()
    phone.get_by_label("没有证明材料的理由").fill("检测报告尚未出具。")
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
    steps.go_on(phone, "碳排放数据")
    steps.go_on(phone, "申报条件")
    for condition in form_of(Sheet.LEADER).conditions:
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


@pytest.mark.embedded
def test_the_first_field_of_a_step_is_on_the_first_screen_and_the_steps_open_from_one_line(phone, axe):
    draft = factories.draft(Sheet.TECHNOLOGY)
    steps.log_in(phone, draft.created_by)
    for key in ("project", "technologies", "applicant"):
        phone.goto(reverse("application_form", args=[draft.pk, key]))
        first = phone.locator("#part .field input:visible, #part .field textarea:visible").first
        assert first.bounding_box()["y"] < phone.viewport_size["height"], key
    listed = phone.get_by_role("navigation", name="填报步骤")
    expect(listed.get_by_role("link")).to_have_count(0)
    listed.locator("summary").tap()
    expect(listed.get_by_role("link", name="项目基本情况")).to_be_visible()
    assert axe(phone) == []


@pytest.mark.embedded
def test_the_way_to_submitting_is_in_sight_from_the_top_of_the_check(phone):
    draft = factories.draft(Sheet.TECHNOLOGY)
    steps.log_in(phone, draft.created_by, reverse("application_check", args=[draft.pk]))
    jump = phone.get_by_role("link", name="去确认并提交")
    expect(jump).to_be_in_viewport()
    jump.tap()
    expect(phone.get_by_role("heading", name="申报单位承诺")).to_be_in_viewport()

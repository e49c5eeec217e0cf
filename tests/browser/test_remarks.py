"""A correction with remarks at places: written by clicking the form, met at the field, held against what comes back."""

import re

from playwright.sync_api import Page, expect

from applications.models import Application, Remark
from programme.notice import Sheet, form_of
from tests import factories
from tests.browser import steps, widths
from tests.browser.drafts import says_saved
from tests.browser.steps import press, says


def test_cut_5_two_remarks_are_asked_for_one_is_met_and_staff_see_which(open_page, axe, transactional_db):
    application = factories.received(Sheet.LEADER)
    desk = open_page()
    asks(desk, axe, application)
    phone = open_page(390, 844, has_touch=True)
    meets_one(phone, axe, application)
    desk.goto(f"/reviews/screening/{application.pk}/")
    answered = desk.locator("#answered li")
    expect(answered.filter(has_text="单位简介")).to_contain_text("已修改")
    expect(answered.filter(has_text="单位简介")).to_contain_text("补充后的简介")
    expect(answered.filter(has_text="单位地址")).to_contain_text("未修改")
    expect(desk.locator("#at-profile")).to_have_class(re.compile("paper-changed"))
    expect(desk.locator("#at-address")).not_to_have_class(re.compile("paper-changed"))
    assert axe(desk) == []


def asks(desk: Page, axe, application: Application) -> None:
    """Staff click two answers of the form beside, and write what is to be changed."""
    steps.log_in(desk, factories.staff(), f"/reviews/screening/{application.pk}/")
    for place, text in (("profile", "请补充经营范围。"), ("address", "请写全地址。")):
        desk.locator(f"#at-{place}").click()
        expect(desk.locator("[data-remark-row] textarea:focus")).to_be_visible()
        desk.keyboard.type(text)
    expect(desk.locator("[data-remark-row]")).to_have_count(2)
    assert axe(desk) == []
    for condition in form_of(Sheet.LEADER).conditions:
        desk.locator(f"[name={condition.key}_met][value=yes]").check()
    desk.get_by_label("要求补正").check()
    press(desk, "提交审查结论")
    says(desk, "形式审查结论：要求补正")
    assert [remark.place for remark in Remark.objects.all()] == ["profile", "address"]


def meets_one(phone: Page, axe, application: Application) -> None:
    """The applicant reads both at their fields, changes one, and hands in the correction."""
    widths.watch(phone)
    steps.log_in(phone, application.created_by, f"/applications/{application.pk}/form/applicant/")
    expect(phone.locator("#box-id_address")).to_contain_text("请写全地址。")
    phone.goto(f"/applications/{application.pk}/form/pilot/")
    box = phone.locator("#box-id_profile")
    expect(box).to_contain_text("尚未修改")
    expect(phone.get_by_label("单位简介")).to_have_accessible_description(re.compile("请补充经营范围。"))
    phone.get_by_label("单位简介").fill("补充后的简介，经营范围包括示例业务。")
    says_saved(phone)
    expect(box).to_contain_text("您已修改")
    assert axe(phone) == []
    phone.goto(f"/applications/{application.pk}/check/")
    says(phone, "意见 2 处，已修改 1 处")
    assert axe(phone) == []
    phone.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(phone, "提交补正")
    says(phone, "已提交")
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()

"""What somebody does who has never been here: read the call, sign up, register an organisation."""

from playwright.sync_api import Page, expect

from programme.notice import Sheet, form_of
from tests import factories
from tests.browser import samples
from tests.browser.steps import fill_part, press, says, sign_up


def read_the_call(page: Page) -> None:
    """Who may apply for a technology pilot, what to hand in, and the time left to the cutoff."""
    page.goto("/")
    expect(page.locator("[data-countdown]")).to_contain_text("还有")
    page.locator("a[href='/types/technology/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("先进低碳技术项目")
    expect(page.locator("[data-countdown]")).to_contain_text("还有")
    for condition in form_of(Sheet.TECHNOLOGY).conditions:
        says(page, condition.text)
    says(page, "纸质版为全部申报材料")
    says(page, "一式 5 份")


def register_an_organisation(page: Page, address: str, password: str) -> None:
    """Sign up and register; a wrong check character is explained, and nothing that was typed is lost."""
    sign_up(page, "示例申报人", address, password)
    right = factories.uscc(123456789)
    typed = {
        "单位名称": samples.APPLICANT["申报单位名称"],
        "统一社会信用代码": right[:-1] + ("1" if right[-1] != "1" else "2"),
        "单位性质": "民营企业",
        "所在区": "海淀区",
        "单位地址": samples.APPLICANT["单位地址"],
    }
    fill_part(page, typed)
    press(page, "登记单位")
    says(page, "统一社会信用代码有误")
    for label in ("单位名称", "统一社会信用代码", "单位地址"):
        expect(page.get_by_label(label, exact=True)).to_have_value(typed[label])
    expect(page.locator("#id_district option:checked")).to_have_text("海淀区")
    page.locator("[data-error-summary] a").click()
    expect(page.locator("#id_uscc")).to_be_focused()
    page.locator("#id_uscc").fill(right)
    press(page, "登记单位")
    says(page, "已登记，现在可以开始申报。")

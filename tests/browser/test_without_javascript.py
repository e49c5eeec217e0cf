"""Without JavaScript everything works: the browser sends forms and shows pages, nothing more."""

from playwright.sync_api import Page, expect

from applications.models import Application
from programme.notice import Sheet
from tests import factories
from tests.browser import samples, steps
from tests.browser.steps import press, says


def test_a_technology_is_added_and_another_removed_and_the_form_submitted(open_page):
    draft = factories.draft(Sheet.TECHNOLOGY)
    page = open_page(java_script_enabled=False)
    steps.log_in_by_form(page, draft.created_by.email)
    page.get_by_role("link", name=draft.title).click()
    page.get_by_role("link", name="继续填写").click()
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="技术基本情况").click()
    adds_a_third(page)
    removes_the_first(page)
    submits(page)
    stored = Application.objects.get(pk=draft.pk)
    assert [answer["name"] for answer in stored.answers["technologies"]] == ["能碳管理平台", "光储直柔二期"]
    says(page, f"编号 {stored.number}")
    page.get_by_role("link", name="刷新查看材料包").click()
    expect(page.locator("#packet")).to_be_visible()


def adds_a_third(page: Page) -> None:
    """What was typed in the others is kept when one is added."""
    page.get_by_role("group", name="技术 2", exact=True).get_by_label("技术应用范围").fill("全部园区")
    press(page, "再添加一项技术")
    third = page.get_by_role("group", name="技术 3", exact=True)
    steps.fill_part(third, samples.TECHNOLOGIES[0] | {"技术名称": "光储直柔二期"})
    with page.expect_navigation():
        press(page, "仅保存草稿")
    expect(third.get_by_label("技术名称")).to_have_value("光储直柔二期")


def removes_the_first(page: Page) -> None:
    """The later ones move up; the last one cannot be removed."""
    page.locator("summary", has_text="删除技术 1").click()
    press(page, "确定删除技术 1")
    first = page.get_by_role("group", name="技术 1", exact=True)
    expect(first.get_by_label("技术名称")).to_have_value("能碳管理平台")
    expect(first.get_by_label("技术应用范围")).to_have_value("全部园区")
    expect(page.get_by_role("group", name="技术 3", exact=True)).to_have_count(0)


def submits(page: Page) -> None:
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="核对提交").click()
    page.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(page, "提交申报")
    says(page, "已提交，市生态环境局已接收")


def test_rec_1_the_recommenders_of_another_district_are_fetched_by_a_button(open_page):
    applicant, elsewhere = factories.applicant(), factories.bureau("chaoyang")
    page = open_page(java_script_enabled=False)
    steps.log_in_by_form(page, applicant.email)
    page.get_by_role("link", name="新建申报").first.click()
    page.get_by_role("button", name="（街道/乡镇、社区/村）").first.click()
    steps.fill_part(page, {"所属领域": "社区/村", "区域所在区": "朝阳区"})
    press(page, "按所选的区和途径更新推荐单位")
    offered = page.get_by_label("推荐单位").locator("option")
    expect(offered).to_have_text(["请选择", elsewhere.name])
    steps.fill(page, "推荐单位", elsewhere.name)
    steps.go_on(page, "申报单位基本情况")

"""The calculation sheet in the browser: sums live and equal to the server's, taken over, attached, submitted, read."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from applications.carbon_page import actions as carbon_page
from applications.models import Application
from programme.factors import units
from programme.factors.kept import kept
from programme.factors.register import factor
from programme.notice import Sheet
from tests import factories
from tests.applications.carbon.vectors import vectors
from tests.browser import steps, widths
from tests.browser.drafts import says_saved
from tests.browser.steps import press, says

LIGHTS = {
    "减排措施": "照明改造",
    "能源或物料": "外购电",
    "活动数据单位": "MWh",
    "基准活动数据": "1000",
    "项目活动数据": "400",
    "排放因子": "0.5",
    "因子单位": "tCO2/MWh",
    "因子年份": "2024",
    "因子来源": "示例来源甲",
}
BOILER = LIGHTS | {
    "减排措施": "锅炉改造",
    "能源或物料": "天然气",
    "活动数据单位": "万m³",
    "基准活动数据": "120.5",
    "项目活动数据": "100",
    "排放因子": "2.165",
    "因子单位": "kgCO2/m³",
    "因子来源": "示例来源乙",
}
HEAD = {"核算边界": "园区 6 栋研发楼。", "核算方法说明": "基准为改造前三年平均。"}


@pytest.fixture
def draft(transactional_db):
    """A draft that lacks only the annex; its sheet is empty."""
    made = factories.draft(Sheet.TECHNOLOGY)
    carbon_page.save_carbon(made.pk, actor=made.created_by, carbon={})
    made.attachments.filter(material="carbon").delete()
    return made


def row(page: Page, number: int):
    return page.get_by_role("group", name=f"第 {number} 行", exact=True)


def open_sheet(page: Page, draft: Application) -> None:
    steps.log_in(page, draft.created_by, reverse("application_carbon", args=[draft.pk]))


def measures(draft: Application) -> list:
    return [line.get("measure") for line in stored(draft)["lines"]]


def stored(draft: Application) -> dict:
    return Application.objects.get(pk=draft.pk).carbon


def test_the_browser_computes_every_vector_as_the_server_does(page, draft):
    open_sheet(page, draft)
    compute = """([line, tables]) => {
      const found = carbonSheet.sums(line, tables);
      return found && Object.fromEntries(Object.entries(found).map(([key, value]) => [key, carbonSheet.shown(value)]));
    }"""
    tables = units.for_browser()
    differing = [
        (line, found, expected)
        for line, expected in vectors()
        if (found := page.evaluate(compute, [line, tables])) != expected
    ]
    assert differing == []


def test_two_measures_are_filled_taken_over_attached_submitted_and_read(page, open_page, draft, wait_until):
    open_sheet(page, draft)
    steps.fill_part(page, HEAD)
    steps.fill_part(row(page, 1), LIGHTS)
    expect(row(page, 1)).to_contain_text("基准排放 500.00 吨，项目排放 200.00 吨，年减排 300.00 吨")
    press(page, "再添加一行")
    steps.fill_part(row(page, 2), BOILER | {"因子单位": "tCO2/t"})
    expect(row(page, 2)).to_contain_text("因子单位与活动数据单位不一致")
    steps.fill(row(page, 2), "因子单位", "kgCO2/m³")
    expect(row(page, 2)).to_contain_text("年减排 443.83 吨")  # 2608.825 → 2608.83, 2165.00
    expect(page.locator("[data-total]")).to_have_text("743.83")
    says_saved(page)
    assert [line["measure"] for line in stored(draft)["lines"]] == ["照明改造", "锅炉改造"]
    takes_over(page, draft)
    press(page, "生成并附上")
    says(page, "与核算表一致")
    steps.fill(row(page, 2), "项目活动数据", "120.5")
    expect(page.locator("#annex")).to_contain_text("附件早于核算表")
    press(page, "仅保存草稿")
    says(page, "已重新生成并替换")
    submits(page)
    for person, url in readers(draft):
        page = open_page()
        steps.log_in(page, person, url)
        expect(page.locator("#carbon-figures")).to_contain_text("锅炉改造")
        expect(page.locator("#carbon-figures")).to_contain_text("300.00")
        expect(page.get_by_role("link", name="碳减排量核算说明.pdf", exact=True).first).to_be_visible()


def takes_over(page: Page, draft: Application) -> None:
    """The old and the new text stand there; only the button puts the new one into the form."""
    offers = page.locator("#offers")
    expect(offers).to_contain_text("年减排 1200 tCO2。")
    expect(offers).to_contain_text("每年减少温室气体排放 743.83 tCO2e")
    before = Application.objects.get(pk=draft.pk).answers["performance"]["emission_benefit"]
    assert before == "年减排 1200 tCO2。"
    press(page, "带入「减污降碳效益」")
    expect(offers).to_contain_text("已带入")
    after = Application.objects.get(pk=draft.pk).answers["performance"]["emission_benefit"]
    assert "743.83 tCO2e" in after and before in after


def submits(page: Page) -> None:
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="核对提交").click()
    page.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(page, "提交申报")
    says(page, "已提交")


def readers(draft: Application) -> list[tuple]:
    """Staff with the screening page, and a reviewer who declared no conflict with the score sheet."""
    clerk = factories.staff()
    found = [(clerk, reverse("screening", args=[draft.pk]))]
    reviewers = [factories.reviewer() for _ in range(3)]
    factories.screen(
        draft.pk,
        actor=clerk,
        outcome=factories.Screening.Outcome.ACCEPTED,
        findings=factories.met(draft.sheet),
        compliance_reason="主管部门尚未函复。",
    )
    case = Application.objects.get(pk=draft.pk)
    group = factories.panel(case, reviewers)
    factories.paneling.put_before_panel(draft.pk, actor=clerk, panel=group)
    score_sheet = case.score_sheets.get(reviewer=reviewers[0])
    factories.declare_no_conflict(score_sheet.pk, actor=reviewers[0])
    return [*found, (reviewers[0], reverse("reviewer_sheet", args=[score_sheet.pk]))]


def test_by_keyboard_alone_enter_saves_and_tab_goes_through_the_row(page, draft, wait_until):
    open_sheet(page, draft)
    page.get_by_label("减排措施", exact=True).focus()
    for label, text in LIGHTS.items():
        if label == "排放因子":
            expect(row(page, 1).get_by_label("选用因子", exact=True)).to_be_focused()
            page.keyboard.press("Tab")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="再添加一行")).to_be_focused()
    expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")
    assert wait_until(lambda: measures(draft) == ["照明改造"])
    page.keyboard.press("Enter")
    expect(row(page, 2)).to_be_visible()
    page.wait_for_load_state("load")
    row(page, 2).get_by_label("减排措施", exact=True).focus()
    page.keyboard.type("锅炉改造")
    page.keyboard.press("Enter")
    expect(row(page, 2).get_by_label("减排措施", exact=True)).to_have_value("锅炉改造")
    assert wait_until(lambda: measures(draft) == ["照明改造", "锅炉改造"])


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(page, draft):
    open_sheet(page, draft)
    colleague = factories.person(organisation=draft.organisation)
    carbon_page.save_carbon(draft.pk, actor=colleague, carbon={"boundary": "同事写的边界。"})
    steps.fill(page, "核算边界", "我写的边界。")
    expect(page.locator("#save-status")).to_contain_text("有 1 处与他处保存的内容冲突，尚未保存")
    expect(page.locator("#other")).to_contain_text("同事写的边界。")
    press(page, "仅保存草稿")
    says(page, "请对照后选择保存哪一版")
    expect(page.locator("#other")).to_contain_text("同事写的边界。")
    expect(page.get_by_label("核算边界", exact=True)).to_have_value("我写的边界。")
    assert stored(draft) == {"boundary": "同事写的边界。"}
    with page.expect_navigation():
        press(page, "保存我填写的内容")
    says(page, "草稿已保存")
    assert stored(draft)["boundary"] == "我写的边界。"


def test_on_a_phone_the_sheet_fits_and_every_entry_is_large_enough_to_touch(phone, draft, axe):
    widths.watch(phone)
    open_sheet(phone, draft)
    steps.fill_part(phone, HEAD)
    steps.fill_part(row(phone, 1), LIGHTS)
    expect(phone.locator("[data-total]")).to_have_text("300.00")
    press(phone, "再添加一行")
    expect(row(phone, 2)).to_be_visible()
    assert axe(phone) == []
    heights = phone.locator("#carbon .form-control").evaluate_all(
        "inputs => inputs.map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert {path: excess for path, excess in widths.measured(phone).items() if excess > 0} == {}


def test_without_javascript_the_sheet_is_filled_and_attached(open_page, draft):
    page = open_page(java_script_enabled=False)
    open_sheet(page, draft)
    steps.fill_part(page, HEAD)
    steps.fill_part(row(page, 1), LIGHTS)
    press(page, "再添加一行")
    steps.fill_part(row(page, 2), BOILER)
    press(page, "仅保存草稿")
    expect(page.locator("[data-total]")).to_have_text("743.83")
    row(page, 2).locator("summary", has_text="删除第 2 行").click()
    row(page, 2).get_by_role("button", name="确认删除").click()
    expect(page.locator("[data-total]")).to_have_text("300.00")
    press(page, "生成并附上")
    says(page, "与核算表一致")
    press(page, "带入「减污降碳效益」")
    says(page, "已带入")
    press(page, "保存并继续")
    expect(page.get_by_role("heading", level=1)).to_have_text("申报条件")


BEIJING = "北京市电力平均：0.5554 kgCO2/kWh（2023 年）"
QUANTITIES = {label: LIGHTS[label] for label in list(LIGHTS)[:5]}


def test_a_factor_chosen_from_the_list_is_filled_in_and_typing_over_makes_it_an_own_one(
    page, draft, wait_until
):
    open_sheet(page, draft)
    steps.fill_part(page, HEAD)
    steps.fill_part(row(page, 1), QUANTITIES)
    pick = row(page, 1).get_by_label("选用因子", exact=True)
    pick.select_option(label=BEIJING)
    expect(row(page, 1).get_by_label("排放因子", exact=True)).to_have_value("0.5554")
    expect(row(page, 1)).to_contain_text("年减排 333.24 吨")
    assert wait_until(lambda: stored(draft)["lines"][0].get("factor_key") == "grid-beijing-2023")
    assert "公告2025年第47号" in stored(draft)["lines"][0]["source"]
    steps.fill(row(page, 1), "排放因子", "0.6")
    expect(pick).to_have_value("")
    assert wait_until(lambda: stored(draft)["lines"][0]["factor"] == "0.6")
    assert "factor_key" not in stored(draft)["lines"][0]
    pick.select_option(label=BEIJING)
    press(page, "生成并附上")
    says(page, "与核算表一致")
    assert stored(draft)["lines"][0]["factor"] == "0.5554"


def test_without_javascript_a_factor_is_chosen_by_saving(open_page, draft):
    page = open_page(java_script_enabled=False)
    open_sheet(page, draft)
    steps.fill_part(page, HEAD)
    steps.fill_part(row(page, 1), QUANTITIES)
    row(page, 1).get_by_label("选用因子", exact=True).select_option(label=BEIJING)
    press(page, "仅保存草稿")
    expect(row(page, 1).get_by_label("因子单位", exact=True)).to_have_value("kgCO2/kWh")
    expect(page.locator("[data-total]")).to_have_text("333.24")


def test_on_a_phone_the_list_of_factors_and_what_would_differ_fit(phone, draft, axe):
    texts = kept(factor("grid-beijing-2022"))
    line = {"measure": "照明改造", "activity": "外购电", "unit": "MWh", "baseline": "1000", "project": "400"}
    line |= {"factor": texts.value, "factor_unit": texts.unit, "year": texts.year, "source": texts.source}
    sheet = {"boundary": "园区。", "method": "三年平均。", "lines": [line | {"factor_key": texts.key}]}
    carbon_page.save_carbon(draft.pk, actor=draft.created_by, carbon=sheet)
    widths.watch(phone)
    open_sheet(phone, draft)
    expect(phone.locator("#hints")).to_contain_text("合计年减排由 334.80 吨变为 333.24 吨")
    expect(phone.locator("#figures")).to_contain_text("公告2025年第47号")
    assert axe(phone) == []
    assert {path: excess for path, excess in widths.measured(phone).items() if excess > 0} == {}


def test_the_pages_of_carbon_figures_have_no_violation(page, axe):
    draft = factories.draft(Sheet.TECHNOLOGY)
    leader = factories.draft(Sheet.LEADER, by=draft.created_by)
    steps.log_in(page, draft.created_by)
    widths.watch(page)
    for path in (
        reverse("application_carbon", args=[draft.pk]),
        reverse("application_carbon", args=[leader.pk]),
    ):
        page.goto(path)
        assert axe(page) == []
    assert {path: excess for path, excess in widths.measured(page).items() if excess > 0} == {}


def test_a_hint_appears_beside_its_field_while_one_types_and_goes_again(page, draft):
    steps.log_in(page, draft.created_by, reverse("application_form", args=[draft.pk, "project"]))
    notes = page.locator("#notes-id_fixed_investment")
    expect(notes).to_be_empty()
    page.locator("#id_fixed_investment").fill("99999")
    expect(notes).to_contain_text("固定资产投资 99999.00 万元大于项目总投资 2350.50 万元")
    page.locator("#id_fixed_investment").fill("100")
    expect(notes).to_be_empty()

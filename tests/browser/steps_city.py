"""What city staff and reviewers do on their pages."""

from datetime import date

from playwright.sync_api import Page, expect

from accounts.models import User
from programme.notice import Sheet, form_of
from tests.browser.steps import choose, fill, press, says, visit


def open_screening(page: Page, number: str) -> None:
    """From the list of what was received to one application."""
    visit(page, "形式审查")
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_role("heading", name="形式审查", exact=True)).to_be_visible()


def ask_correction(page: Page, number: str, remarks: str, due: date) -> None:
    """Send a received application back for a correction until a day."""
    open_screening(page, number)
    fill(page, "结论", "要求补正")
    fill(page, "意见", remarks)
    fill(page, "补正期限", due.isoformat())
    press(page, "提交审查结论")
    says(page, f"{number} 形式审查结论：要求补正")


def accept(page: Page, number: str, sheet: Sheet) -> None:
    """Tick every condition of the type as met, and accept."""
    open_screening(page, number)
    for condition in form_of(sheet).conditions:
        fill(page, condition.text, "符合")
    fill(page, "记录不全或有不利记录仍予通过的理由", "主管部门尚未函复。")
    fill(page, "结论", "通过形式审查")
    press(page, "提交审查结论")
    says(page, f"{number} 形式审查结论：通过形式审查")


def register_paper(page: Page, code: str, copies: int) -> None:
    """Type the code that is printed on every page, and register the copies that came in."""
    visit(page, "纸质材料")
    page.get_by_label("识别码或编号").press_sequentially(code.lower())
    page.keyboard.press("Enter")
    says(page, f"识别码 {code} 与现行第")
    page.get_by_label("收到份数").fill(str(copies))
    press(page, "登记")


def form_panel(page: Page, name: str, pilot_type: str, reviewers: list[User], due: date) -> None:
    """Form a panel, by name and organisation of its members; its page opens."""
    visit(page, "评审")
    page.get_by_role("link", name="组建评审组").first.click()
    page.locator("#id_pilot_type").select_option(label=pilot_type)
    page.locator("#id_name").fill(name)
    members = [f"{reviewer.name}（{reviewer.organisations.get().name}）" for reviewer in reviewers]
    choose(page.get_by_role("group", name="评审专家（选填）", exact=True), members)
    page.locator("#id_reason").fill("示例理由。")
    page.locator("#id_due").fill(due.isoformat())
    press(page, "组建评审组")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def confirm_members(page: Page, count: int) -> None:
    """A second person confirms who was picked for the panel whose page is open (REV-2)."""
    press(page, "全部确认")
    says(page, f"已确认 {count} 项变动")


def put_before_panel(page: Page, number: str) -> None:
    """Put an application before the panel whose page is open."""
    page.get_by_role("checkbox", name=number).check()
    page.get_by_role("main").locator("summary", has_text="提交评审组").click()
    press(page, "确认提交")
    says(page, "已将 1 项申报提交评审组")


def score(page: Page, name: str, scores: list[str], total: str) -> None:
    """A reviewer declares to have no conflict of interest, scores, sees the total while typing, and submits."""
    page.get_by_role("link", name=name, exact=True).click()
    says(page, "声明之前，申报表和附件不开放")
    press(page, "我声明没有利益关系，开始评分")
    inputs = page.get_by_role("spinbutton")
    expect(inputs).to_have_count(len(scores))
    for position, value in enumerate(scores):
        inputs.nth(position).fill(value)
    expect(page.locator("output[data-total]")).to_have_text(total)
    page.locator("summary", has_text="提交评分表").click()
    press(page, "确认提交")
    says(page, "评分表已提交，不能再修改。")


def propose(page: Page, number: str, outcome: str, reason: str, remarks: str) -> None:
    """Propose a decision on the ranked application."""
    visit(page, "会议决定")
    page.get_by_label(f"勾选 {number}").check()
    press(page, f"提议{outcome}")
    page.get_by_label("共同理由").fill(reason)
    page.get_by_label("评审意见").fill(remarks)
    press(page, "提交提议")
    says(page, "已提议 1 项决定，请另一人确认。")

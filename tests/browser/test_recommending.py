"""A clerk of a bureau with more parks than the quota: pre-check, batch, request, grant, forward (REC-2, REC-3)."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from applications.models import Application
from applications.recommending.precheck.lines import lines_of
from applications.states import State
from programme.models import ParkQuota
from programme.notice import Sheet
from tests import factories
from tests.browser import samples, steps
from tests.browser.steps import press, says, visit

FILES = 4  # a factory's application has a file under each of four lines
NAMES = ("示例科技园", "示例文化园", "示例制造园", "示例数字园")


def parks_waiting(office) -> list[Application]:
    """Four parks at the bureau, of which three have been pre-checked."""
    made = []
    clerk = factories.recommender(office)
    for name in NAMES:
        draft = factories.draft(Sheet.PARK, to=office)
        draft.answers |= {"applicant_name": name}
        draft.save()
        made.append(factories.actions.submit(draft.pk, actor=draft.created_by))
    for park in made[1:]:
        factories.checked(park, by=clerk)
    return made


def test_a_clerk_takes_four_parks_through_a_quota_of_three(page, open_page, axe):
    office = factories.bureau()
    parks = parks_waiting(office)
    steps.log_in(page, factories.recommender(office))
    says(page, "还差 1 个名额")
    pre_checks_the_first(page, axe, parks[0])
    prefers_the_last(page)
    forwards_all_at_once(page, axe)
    assert [states(park) for park in parks] == [*[State.RECEIVED] * 2, State.AT_RECOMMENDER, State.RECEIVED]
    asks_for_one_more(page, axe)
    grants_it(open_page(), axe)
    forwards_the_rest(page)
    assert [states(park) for park in parks] == [State.RECEIVED] * 4
    assert ParkQuota.objects.get().used == 4


def states(park: Application) -> str:
    return Application.objects.get(pk=park.pk).state


def pre_checks_the_first(page: Page, axe, park: Application) -> None:
    """The sheet keeps itself; the file stands beside; the opinion is previewed in the form; nothing is sent."""
    page.get_by_role("link", name=NAMES[0]).click()
    answers = page.locator("#precheck input[type=radio][value=yes]")
    expect(answers).to_have_count(len(lines_of(park.current_revision)))
    for answer in answers.all():
        answer.check()
    expect(page.locator("[data-keeps-said]")).to_contain_text("已自动保存，尚未报送。初审表已填完。")
    steps.fill_part(page, samples.OPINION)
    page.get_by_role("navigation", name="查看申报表和附件").get_by_role("link", name="other.pdf").click()
    expect(page.locator("[data-viewer-file] iframe")).to_be_visible()
    expect(page.locator("[data-viewer-paper]")).to_be_hidden()
    press(page, "在申报表中预览")
    expect(page.locator("#paper")).to_contain_text(samples.OPINION["区生态环境局推荐意见"])
    says(page, "初审表和推荐意见已保存，尚未报送。")
    assert axe(page) == []


def prefers_the_last(page: Page) -> None:
    """Without an order the longest waiting come first; the clerk moves the last one up one place."""
    page.get_by_role("link", name="返回初审推荐").click()
    page.get_by_role("link", name="园区名额与顺序").click()
    page.get_by_role("button", name=f"上移：{NAMES[3]}").click()
    expect(page.locator("#order li").nth(2)).to_contain_text(NAMES[3])
    expect(page.locator("#order li").nth(3)).to_contain_text("超出剩余名额")


def forwards_all_at_once(page: Page, axe) -> None:
    """One question lists the four and says that the fourth does not go."""
    visit(page, "初审推荐")
    for name in NAMES:
        page.get_by_label(f"选择{name}").check()
    assert axe(page) == []
    press(page, "批量推荐报送")
    expect(page.get_by_role("row", name=NAMES[2])).to_contain_text("不报送：超出名额")
    assert axe(page) == []
    press(page, "推荐并报送 3 项")
    says(page, "已报送 3 项，未报送 1 项")
    says(page, "超出剩余的园区名额")
    assert axe(page) == []


def asks_for_one_more(page: Page, axe) -> None:
    page.get_by_role("link", name="排定顺序或申请名额").click()
    page.get_by_label("申请理由").fill("本区园区基础较好。")
    assert axe(page) == []
    press(page, "提交申请")
    says(page, "正在等待市级工作人员答复")


def grants_it(desk: Page, axe) -> None:
    steps.log_in(desk, factories.staff(), "/quotas/")
    assert axe(desk) == []
    desk.get_by_role("row", name="本区园区基础较好。").get_by_role("link").click()
    desk.get_by_label("同意增加").check()
    expect(desk.get_by_label("同意的名额总数")).to_have_value("4")
    assert axe(desk) == []
    press(desk, "提交答复")
    says(desk, "园区推荐名额调整为 4 个")


def forwards_the_rest(page: Page) -> None:
    visit(page, "初审推荐")
    page.get_by_label(f"选择{NAMES[2]}").check()
    press(page, "批量推荐报送")
    press(page, "推荐并报送 1 项")
    says(page, "已报送 1 项")


def test_what_is_pasted_is_kept_whole_and_too_much_of_it_is_said(page, transactional_db):
    park = factories.submitted(Sheet.PARK)
    steps.log_in(page, factories.recommender(park.recommender), reverse("recommender_return", args=[park.pk]))
    reasons = page.locator("#id_reasons")
    reasons.focus()
    page.keyboard.insert_text("请补充。" * 300)
    expect(reasons).to_have_value("请补充。" * 300)
    says(page, "已超出 200 字，限 1000 字")
    press(page, "退回修改")
    says(page, "最多 1000 个字符，现有 1200 个，请删减。")
    expect(reasons).to_have_value("请补充。" * 300)
    assert states(park) == State.AT_RECOMMENDER

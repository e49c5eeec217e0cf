"""A draft saves itself: while typing, on leaving a field, through lost connections and ended sessions."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import UserSession
from applications.models import Application
from tests import factories
from tests.browser import steps, widths
from tests.browser.drafts import (
    begun,
    connection_is_back,
    kept,
    press_in_vain,
    project,
    says_saved,
    sent_within,
    stop_clock,
)
from tests.browser.steps import press, says

pytestmark = pytest.mark.embedded
NAME, GOAL = "#id_project_name", "#id_project_goal"


@pytest.fixture
def draft(transactional_db) -> Application:
    return begun()


def opened(page: Page, draft: Application, user=None) -> Page:
    """The page of the project, signed in."""
    steps.log_in(page, user or draft.created_by, project(draft))
    return page


def answers(draft: Application) -> dict:
    return Application.objects.get(pk=draft.pk).answers


def test_typing_is_saved_after_a_second_and_the_paper_follows(page, draft, axe):
    opened(page, draft)
    page.locator(NAME).press_sequentially("光储直柔示范")
    says_saved(page)
    assert answers(draft)["project_name"] == "光储直柔示范"
    expect(page.locator("#paper-preview")).to_contain_text("光储直柔示范")
    expect(page.locator(NAME)).to_be_focused()
    assert page.locator(NAME).evaluate("input => input.selectionStart") == len("光储直柔示范")
    assert kept(page) == [] and axe(page) == []


@pytest.mark.parametrize("part", ["project", "applicant"])
def test_the_bar_of_actions_is_in_sight_on_arrival_below_a_long_summary(page, draft, part):
    steps.log_in(page, draft.created_by, reverse("application_form", args=[draft.pk, part]) + "?check=1")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_role("button", name="保存并继续")).to_be_in_viewport(ratio=1)
    expect(page.locator("#save-status")).to_be_in_viewport(ratio=1)


def test_leaving_a_field_saves_at_once(page, draft):
    stop_clock(page)  # so that it cannot be the pause in typing
    opened(page, draft)
    page.locator(NAME).fill("示范项目")
    with page.expect_request(re.compile("/save/project/")):
        page.keyboard.press("Tab")
    says_saved(page)
    page.clock.resume()
    page.get_by_label("市级", exact=True).check()
    page.locator(GOAL).focus()
    says_saved(page)
    expect(page.locator("#paper-preview")).to_contain_text("☑ 市级")
    page.get_by_label("市级", exact=True).uncheck()
    expect(page.locator("#paper-preview")).to_contain_text("☐ 市级")
    assert "public_funding" not in answers(draft)


def test_a_link_waits_for_the_save_and_the_back_button_shows_what_is_saved(page, draft):
    opened(page, draft)
    page.locator(GOAL).fill("年减排一千吨。")
    page.get_by_role("navigation", name="填报步骤").get_by_role(
        "link", name=re.compile("技术基本情况")
    ).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("技术基本情况")
    assert answers(draft)["project_goal"] == "年减排一千吨。"
    page.go_back()
    expect(page.locator(GOAL)).to_have_value("年减排一千吨。")
    page.locator(GOAL).fill("年减排两千吨。")
    says_saved(page)
    assert answers(draft)["project_goal"] == "年减排两千吨。"
    expect(page.locator("[data-clash]")).to_have_count(0)


def test_going_on_and_back_does_not_clash_with_oneself(page, draft):
    opened(page, draft)
    page.locator(NAME).fill("第一个名称")
    steps.go_on(page, "技术基本情况")
    page.go_back()
    expect(page.locator(NAME)).to_have_value("第一个名称")
    page.locator(NAME).fill("第二个名称")
    says_saved(page)
    assert answers(draft)["project_name"] == "第二个名称"


def test_two_windows_on_one_field(page, draft, axe):
    page.clock.install()
    opened(page, draft)
    other = page.context.new_page()
    other.goto(project(draft))
    other.locator(NAME).fill("另一窗口的名称")
    says_saved(other)
    page.locator(NAME).fill("本窗口的名称")
    expect(page.locator("#save-status")).to_contain_text("有 1 处与他处保存的内容冲突")
    box = page.get_by_role("group", name=re.compile("项目名称：您本人（在另一个窗口）也改了这一栏"))
    expect(box).to_contain_text("另一窗口的名称")
    expect(box).to_contain_text("本窗口的名称")
    assert answers(draft)["project_name"] == "另一窗口的名称"
    page.locator(GOAL).fill("别的栏目照常保存")
    page.keyboard.press("Tab")
    expect(page.locator("#paper-preview")).to_contain_text("别的栏目照常保存")
    assert axe(page) == []
    assert sent_within(page, 60_000) == [], "what waits for a decision is not sent again and again"
    box.get_by_label("用我的").check()
    with page.expect_navigation():
        press(page, "按所选保存")
    expect(page.locator("[data-clash]")).to_have_count(0)
    expect(page.locator(NAME)).to_have_value("本窗口的名称")
    assert answers(draft)["project_name"] == "本窗口的名称"
    assert kept(page) == []


def test_two_colleagues_on_different_fields(page, open_page, draft):
    colleague = factories.person(organisation=draft.organisation, name="示例同事")
    opened(page, draft)
    desk = opened(open_page(), draft, colleague)
    desk.locator(GOAL).fill("同事写的目标")
    says_saved(desk)
    page.locator(NAME).fill("我写的名称")
    says_saved(page)
    says(page, "他处刚保存了新内容：项目建设目标")
    expect(page.locator("#paper-preview")).to_contain_text("同事写的目标")
    page.get_by_role("link", name="刷新本页查看").click()
    expect(page.locator(GOAL)).to_have_value("同事写的目标")
    assert (answers(draft)["project_name"], answers(draft)["project_goal"]) == ("我写的名称", "同事写的目标")


def test_a_lost_connection_keeps_the_text_and_sends_it_when_it_is_back(page, draft):
    stop_clock(page)  # so that nothing is tried again but by the press and by the connection that is back
    opened(page, draft)
    page.context.set_offline(True)
    page.locator(NAME).fill("断网时写的名称")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_have_text("网络已断开，内容暂存在本机浏览器，恢复后自动保存")
    assert kept(page) and "project_name" not in answers(draft)
    press_in_vain(page, "保存并继续")
    expect(page.locator(NAME)).to_have_value("断网时写的名称")
    connection_is_back(page)
    says_saved(page)
    assert answers(draft)["project_name"] == "断网时写的名称"
    assert kept(page) == []


def test_closing_with_unsaved_text_warns_and_opening_again_offers_it(page, draft, axe):
    opened(page, draft)
    # A keepalive request outlives its page and with it the page's routes: only the page itself can hold it back.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.locator(NAME).press_sequentially("没来得及保存")
    expect(page.locator("#save-status")).to_contain_text("网络已断开")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    again = page.context.new_page()
    assert warned == ["beforeunload"]
    again.goto(project(draft))
    says(again, "本机浏览器里有上次没有保存成功的内容，共 1 处")
    says(again, "项目名称：没来得及保存")
    expect(again.locator(NAME)).to_have_value("")
    assert axe(again) == []
    press(again, "恢复这些内容")
    expect(again.locator(NAME)).to_have_value("没来得及保存")
    says_saved(again)
    assert answers(draft)["project_name"] == "没来得及保存"


def test_an_ended_session_log_in_again_and_land_where_one_was(page, draft):
    opened(page, draft)
    UserSession.objects.all().delete()
    page.locator(NAME).fill("会话失效时写的")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_contain_text("登录已失效，内容暂存在本机浏览器")
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("电子邮件").fill(draft.created_by.email)
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(NAME)).to_have_value("会话失效时写的")
    assert urlsplit(page.url).path == project(draft)
    says_saved(page)
    assert answers(draft)["project_name"] == "会话失效时写的"
    assert kept(page) == []


def test_an_ended_session_log_in_in_a_new_window(page, draft):
    """The token against forged requests is a new one after the log-in; the page that stayed open saves with it."""
    opened(page, draft)
    UserSession.objects.all().delete()
    page.locator(NAME).fill("原来的窗口")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="在新窗口登录").click()
    window = opening.value
    window.get_by_label("电子邮件").fill(draft.created_by.email)
    window.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    window.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("项目基本情况")
    window.close()
    page.bring_to_front()
    page.locator(GOAL).fill("登录以后写的")
    says_saved(page)
    assert (answers(draft)["project_name"], answers(draft)["project_goal"]) == ("原来的窗口", "登录以后写的")
    steps.go_on(page, "技术基本情况")


def test_a_session_that_ended_before_an_ordinary_save_loses_nothing(page, draft):
    opened(page, draft)
    page.locator(NAME).press_sequentially("直接按保存")
    UserSession.objects.all().delete()
    page.keyboard.press("Enter")
    page.get_by_label("电子邮件").fill(draft.created_by.email)
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(NAME)).to_have_value("直接按保存")
    says_saved(page)
    assert answers(draft)["project_name"] == "直接按保存"


def test_logging_out_forgets_what_was_kept_and_another_person_finds_nothing(page, draft):
    other = factories.person(organisation=draft.organisation)
    opened(page, draft)
    page.route("**/save/**", lambda route: route.fulfill(status=503, body="busy"))
    page.locator(NAME).fill("别人不该看见")
    expect(page.locator("#save-status")).to_contain_text("服务器暂时没有响应")
    assert kept(page)
    page.once("dialog", lambda dialog: dialog.accept())
    steps.log_out(page)
    assert kept(page) == []
    page.evaluate("() => localStorage.setItem('draft/0/1/project/project_name', '{}')")
    steps.log_in(page, other)
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('draft/'))")


def test_a_server_in_trouble_is_asked_again(page, draft):
    stop_clock(page)
    opened(page, draft)
    answered = []

    def trouble(route):
        answered.append(1)
        route.fulfill(status=503, body="busy") if len(answered) < 2 else route.continue_()

    page.route("**/save/**", trouble)
    page.locator(NAME).fill("服务器忙时写的")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_contain_text("服务器暂时没有响应，内容暂存在本机浏览器")
    page.clock.run_for(2000)
    says_saved(page)
    assert answers(draft)["project_name"] == "服务器忙时写的"


def test_nothing_is_saved_or_swapped_in_the_middle_of_a_composition(page, draft):
    page.clock.install()
    opened(page, draft)
    page.locator(NAME).focus()
    chrome = page.context.new_cdp_session(page)
    chrome.send("Input.imeSetComposition", {"text": "ditan", "selectionStart": 5, "selectionEnd": 5})
    assert sent_within(page, 60_000) == []
    chrome.send("Input.insertText", {"text": "低碳"})
    says_saved(page)
    expect(page.locator(NAME)).to_have_value("低碳")
    assert answers(draft)["project_name"] == "低碳"


def test_one_part_by_keyboard_only(page, draft):
    opened(page, draft)
    page.locator("#main").focus()
    typed = {"id_project_name": "键盘填写", "id_project_location": "海淀区", "id_project_goal": "目标"}
    typed |= {"id_total_investment": "120.5", "id_social_benefit": "效益"}
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("() => document.activeElement.id || document.activeElement.name")
        if here in typed:
            page.keyboard.type(typed.pop(here))
        elif here == "id_public_funding_1":
            page.keyboard.press("Space")
        elif here == "continue":
            break
    assert not typed and here == "continue"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("技术基本情况")
    assert answers(draft)["public_funding"] == ["市级"] and answers(draft)["total_investment"] == "120.50"


def test_on_a_phone_the_state_of_saving_stays_in_view(phone, draft, axe):
    widths.watch(phone)
    opened(phone, draft)
    phone.locator("#id_social_benefit").fill("可推广。")
    says_saved(phone)
    expect(phone.locator("#save-status")).to_be_in_viewport()
    phone.locator(NAME).scroll_into_view_if_needed()
    expect(phone.locator("#save-status")).to_be_in_viewport()
    assert axe(phone) == []
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()


def test_without_javascript_a_stale_copy_is_answered_with_both_versions(open_page, draft, axe):
    page = opened(open_page(java_script_enabled=False), draft)
    Application.objects.filter(pk=draft.pk).update(answers=draft.answers | {"project_name": "同事的名称"})
    page.locator(NAME).fill("我的名称")
    page.locator(GOAL).fill("我的目标")
    press(page, "保存并继续")
    says(page, "项目名称：与")
    says(page, "同事的名称")
    expect(page.locator(NAME)).to_have_value("我的名称")
    assert answers(draft) == draft.answers | {"project_name": "同事的名称", "project_goal": "我的目标"}
    page.locator(NAME).fill("我和同事的名称")
    page.get_by_label("合并后再存").check()
    press(page, "按所选保存")
    expect(page.locator(NAME)).to_have_value("我和同事的名称")
    assert answers(draft)["project_name"] == "我和同事的名称"


def test_the_recommenders_follow_the_district_while_one_chooses(page, draft):
    elsewhere = factories.bureau("chaoyang")
    steps.log_in(page, draft.created_by, reverse("application_basics", args=[draft.pk]))
    page.get_by_label("组织推荐", exact=False).check()
    page.locator("#id_district").select_option("chaoyang")
    page.locator("#id_district").select_option("yanqing")
    page.locator("#id_recommender").select_option(str(elsewhere.pk))
    says_saved(page)
    stored = Application.objects.get(pk=draft.pk)
    assert (stored.district, stored.route, stored.recommender) == ("yanqing", "recommended", elsewhere)


def test_a_message_goes_with_the_save_that_accepts_the_value_and_comes_when_a_field_is_left(page, draft, axe):
    opened(page, draft)
    page.goto(project(draft) + "?check=1")
    summary, field = page.locator("[data-error-summary]"), page.locator("#div_id_project_name")
    before = summary.locator("li").count()
    expect(field).to_contain_text("请填写项目名称")
    page.locator(NAME).fill("示范项目")
    expect(field.locator(".invalid-feedback")).to_have_count(0)
    expect(page.locator(NAME)).not_to_have_attribute("aria-invalid", "true")
    expect(summary.locator("li")).to_have_count(before - 1)
    expect(summary).to_contain_text(f"有 {before - 1} 处需要修改")
    page.locator(NAME).fill("")
    page.keyboard.press("Tab")
    expect(field.locator(".invalid-feedback")).to_contain_text("请填写项目名称")
    assert axe(page) == []


def test_a_malformed_value_is_said_at_its_field_only_once_it_is_left(page, draft):
    opened(page, draft)
    page.locator("#id_total_investment").fill("一千二百万")
    says_saved(page)
    message = page.locator("#div_id_total_investment .invalid-feedback")
    expect(message).to_have_count(0)
    page.keyboard.press("Tab")
    expect(message).to_be_visible()
    expect(page.locator("#id_total_investment")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".invalid-feedback")).to_have_count(1)
    page.locator("#id_total_investment").fill("1200")
    expect(message).to_have_count(0)

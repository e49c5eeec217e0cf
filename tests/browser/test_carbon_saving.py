"""The carbon figures save themselves like the other pages of a draft: through lost connections and ended sessions."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import UserSession
from applications.carbon_page import actions as carbon_page
from applications.models import Application
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.drafts import connection_is_back, kept, press_in_vain, says_saved, sent_within, stop_clock
from tests.browser.steps import press, says

pytestmark = pytest.mark.embedded
BOUNDARY, LINES = "#id_head-boundary", [{"measure": "照明改造"}, {"measure": "锅炉改造"}, {"measure": "光伏"}]
SAVES = re.compile("/save/carbon/")


@pytest.fixture
def draft(transactional_db) -> Application:
    """A draft with three rows."""
    made = factories.draft(Sheet.TECHNOLOGY)
    carbon_page.save_carbon(made.pk, actor=made.created_by, carbon={"lines": LINES})
    return made


def entry(page: Page, number: int, key: str):
    """An entry of a row; the first is 0."""
    return page.locator(f"#id_lines-{number}-{key}")


def opened(page: Page, draft: Application) -> Page:
    steps.log_in(page, draft.created_by, reverse("application_carbon", args=[draft.pk]))
    return page


def log_in_again(page: Page, draft: Application) -> None:
    page.get_by_label("电子邮件").fill(draft.created_by.email)
    page.get_by_label("密码", exact=True).fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()


def stored(draft: Application) -> dict:
    return Application.objects.get(pk=draft.pk).carbon


def closed_with_unsaved_text(page: Page, texts: dict[tuple[int, str], str]) -> Page:
    """Type without reaching the server, and leave; a new window of the same browser."""
    page.route(SAVES, lambda route: route.abort())
    for place, text in texts.items():
        entry(page, *place).fill(text)
    expect(page.locator("#save-status")).to_contain_text("网络已断开")
    fresh = page.context.new_page()
    page.close()
    return fresh


def test_a_lost_connection_keeps_the_figures_and_sends_them_when_it_is_back(page, draft):
    stop_clock(page)  # so that nothing is tried again but by the press and by the connection that is back
    opened(page, draft)
    page.context.set_offline(True)
    entry(page, 1, "baseline").fill("120.5")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_have_text("网络已断开，内容暂存在本机浏览器，恢复后自动保存")
    assert kept(page) and stored(draft) == {"lines": LINES}
    press_in_vain(page, "保存并继续")
    expect(entry(page, 1, "baseline")).to_have_value("120.5")
    connection_is_back(page)
    says_saved(page)
    assert stored(draft)["lines"][1] == {"measure": "锅炉改造", "baseline": "120.5"}
    assert kept(page) == []


def test_a_server_in_trouble_is_asked_again_and_the_time_is_the_servers(page, draft):
    stop_clock(page)
    opened(page, draft)
    answered = []

    def trouble(route):
        answered.append(1)
        route.fulfill(status=503, body="busy") if len(answered) < 2 else route.continue_()

    page.route(SAVES, trouble)
    page.locator(BOUNDARY).fill("园区全部建筑。")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_contain_text("服务器暂时没有响应，内容暂存在本机浏览器")
    with page.expect_response(lambda each: SAVES.search(each.url) and each.ok) as answer:
        page.clock.run_for(2000)
    expect(page.locator("#save-status")).to_have_text(f"已保存 {answer.value.json()['at']}，尚未提交")
    assert stored(draft)["boundary"] == "园区全部建筑。"


def test_an_ended_session_log_in_again_and_land_where_one_was(page, draft):
    opened(page, draft)
    UserSession.objects.all().delete()
    entry(page, 2, "source").fill("会话失效时写的来源")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_contain_text("登录已失效，内容暂存在本机浏览器")
    page.get_by_role("link", name="重新登录").click()
    log_in_again(page, draft)
    expect(entry(page, 2, "source")).to_have_value("会话失效时写的来源")
    assert urlsplit(page.url).path == reverse("application_carbon", args=[draft.pk])
    says_saved(page)
    assert stored(draft)["lines"][2] == {"measure": "光伏", "source": "会话失效时写的来源"}
    assert kept(page) == []


def test_a_row_asked_for_after_the_session_ended_loses_nothing(page, draft):
    opened(page, draft)
    UserSession.objects.all().delete()
    entry(page, 0, "source").fill("没来得及保存的来源")
    press(page, "再添加一行")
    log_in_again(page, draft)
    expect(entry(page, 0, "source")).to_have_value("没来得及保存的来源")
    says_saved(page)
    press(page, "再添加一行")
    expect(entry(page, 3, "measure")).to_be_visible()
    assert stored(draft)["lines"][0]["source"] == "没来得及保存的来源"
    expect(page.locator("[data-clash]")).to_have_count(0)
    assert kept(page) == []


def test_another_person_finds_nothing(page, draft):
    other = factories.person(organisation=draft.organisation)
    opened(page, draft)
    page.route(SAVES, lambda route: route.fulfill(status=503, body="busy"))
    page.locator(BOUNDARY).fill("别人不该看见")
    expect(page.locator("#save-status")).to_contain_text("服务器暂时没有响应")
    left = page.evaluate("() => JSON.stringify(localStorage)")
    assert "别人不该看见" in left
    page.once("dialog", lambda dialog: dialog.accept())
    steps.log_out(page)
    assert kept(page) == []
    page.evaluate(
        "left => Object.entries(JSON.parse(left)).forEach(each => localStorage.setItem(...each))", left
    )
    steps.log_in(page, other, reverse("application_carbon", args=[draft.pk]))
    expect(page.locator(BOUNDARY)).to_have_value("")
    expect(page.locator(".kept-offer")).to_have_count(0)
    assert kept(page) == []


def test_text_of_an_earlier_visit_is_offered_and_put_back(page, draft, axe):
    again = closed_with_unsaved_text(opened(page, draft), {(1, "source"): "没来得及保存"})
    again.goto(reverse("application_carbon", args=[draft.pk]))
    says(again, "本机浏览器里有上次没有保存成功的内容，共 1 处")
    says(again, "第 2 行，因子来源：没来得及保存")
    assert axe(again) == []
    again.locator(BOUNDARY).fill("先写别处")
    says_saved(again, offered=1)
    press(again, "恢复这些内容")
    expect(entry(again, 1, "source")).to_have_value("没来得及保存")
    says_saved(again)
    assert (stored(draft)["boundary"], stored(draft)["lines"][1]["source"]) == ("先写别处", "没来得及保存")
    assert kept(again) == []


def test_when_rows_were_removed_meanwhile_text_goes_to_its_row_and_the_rest_is_shown(page, draft, axe):
    typed = {(0, "source"): "第一行的来源", (2, "source"): "第三行的来源"}
    again = closed_with_unsaved_text(opened(page, draft), typed)
    colleague = factories.person(organisation=draft.organisation)
    carbon_page.save_carbon(draft.pk, actor=colleague, carbon={"lines": LINES[1:]})
    for _ in range(2):
        again.goto(reverse("application_carbon", args=[draft.pk]))
        says(again, "有 1 处暂存的内容没有放回，因为所在的行已经变动")
        says(again, "第 1 行，因子来源：第一行的来源")
        says(again, "本机浏览器里有上次没有保存成功的内容，共 1 处")
        says(again, "第 2 行，因子来源：第三行的来源")
        assert axe(again) == []
    press(again, "恢复这些内容")
    expect(entry(again, 0, "source")).to_have_value("")
    expect(entry(again, 1, "source")).to_have_value("第三行的来源")
    expect(again.locator("#save-status")).to_contain_text("有 1 处与他处保存的内容冲突")
    assert stored(draft) == {"lines": LINES[1:]}
    with again.expect_navigation():
        press(again, "保存我填写的内容")
    says(again, "第 1 行，因子来源：第一行的来源")
    assert stored(draft)["lines"] == [LINES[1], LINES[2] | {"source": "第三行的来源"}]
    press(again, "不要了")
    assert kept(again) == []


def test_the_version_of_the_colleague_is_taken_without_a_warning(page, draft):
    opened(page, draft)
    colleague = factories.person(organisation=draft.organisation)
    carbon_page.save_carbon(draft.pk, actor=colleague, carbon={"boundary": "同事写的边界。"})
    page.locator(BOUNDARY).fill("我写的边界。")
    expect(page.locator("#other")).to_contain_text("同事写的边界。")
    page.get_by_role("link", name="改用已保存的这一版").click()
    expect(page.locator(BOUNDARY)).to_have_value("同事写的边界。")
    expect(page.locator(".kept-offer")).to_have_count(0)
    assert kept(page) == []


def test_nothing_is_saved_in_the_middle_of_a_composition(page, draft):
    page.clock.install()
    opened(page, draft)
    page.locator(BOUNDARY).focus()
    chrome = page.context.new_cdp_session(page)
    chrome.send("Input.imeSetComposition", {"text": "ditan", "selectionStart": 5, "selectionEnd": 5})
    assert sent_within(page, 60_000) == []
    chrome.send("Input.insertText", {"text": "低碳"})
    says_saved(page)
    assert stored(draft)["boundary"] == "低碳"


def test_the_figures_of_a_leader_save_themselves_and_the_results_follow(page, transactional_db):
    draft = factories.draft(Sheet.LEADER)
    opened(page, draft)
    page.locator("#id_years-0-emissions").fill("900")
    page.locator("#id_years-0-output").fill("10")
    expect(page.locator("#years-0-result")).to_contain_text("碳排放强度 90")
    says_saved(page)
    assert stored(draft)["years"][0]["emissions"] == "900"

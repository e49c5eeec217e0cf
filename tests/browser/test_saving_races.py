"""A draft saves itself while one goes on: presses, slow and lost answers, a page whose scripts come late."""

import re

import pytest
from playwright.sync_api import Page, expect

from applications.models import Application
from tests.browser import steps
from tests.browser.drafts import begun, kept, project, says_saved, stop_clock
from tests.browser.steps import press

pytestmark = pytest.mark.embedded
NAME = "#id_project_name"
SAVES = re.compile("/save/project/")


@pytest.fixture
def draft(transactional_db) -> Application:
    return begun()


def stored_name(draft: Application) -> str:
    return Application.objects.get(pk=draft.pk).answers.get("project_name", "")


def hold_first_answer(page: Page, held: list) -> None:
    """The server gets the first save at once; its answer stays in ``held`` until somebody passes it on."""
    page.route(SAVES, lambda route: route.fallback() if held else held.append((route, route.fetch())))


def test_a_slow_press_counts_although_the_save_takes_messages_away_above_the_button(page, draft):
    stop_clock(page)  # so that the press saves, not the pause in typing, and lasts as long as the test needs
    steps.log_in(page, draft.created_by)
    page.set_viewport_size({"width": 1440, "height": 6000})  # all in view: the end moves with the messages
    page.goto(project(draft) + "?check=1")
    button = page.get_by_role("button", name="保存并继续")
    page.locator(NAME).fill("示范项目")
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with page.expect_response(SAVES):
        page.mouse.down()
    page.wait_for_timeout(300)
    assert button.bounding_box() == box, "nothing moves under the press"
    page.clock.resume()
    with page.expect_navigation():
        page.mouse.up()
    assert stored_name(draft) == "示范项目"


def test_a_message_that_waited_for_the_release_is_taken_away_then(page, draft):
    stop_clock(page)
    steps.log_in(page, draft.created_by, project(draft) + "?check=1")
    field = page.locator("#div_id_project_name")
    page.locator(NAME).fill("示范项目")
    page.mouse.move(5, 5)
    with page.expect_response(SAVES):
        page.mouse.down()
    page.wait_for_timeout(300)
    expect(field.locator(".invalid-feedback")).to_have_count(1)
    page.clock.resume()
    page.mouse.up()
    expect(field.locator(".invalid-feedback")).to_have_count(0)


def test_a_button_pressed_while_a_save_is_on_its_way_waits_for_it_and_does_not_clash(page, draft):
    held = []
    steps.log_in(page, draft.created_by, project(draft))
    hold_first_answer(page, held)
    with page.expect_request(SAVES):
        page.locator(NAME).fill("示范")
        page.keyboard.press("Tab")
    page.locator(NAME).fill("示范项目")
    press(page, "保存并继续")
    page.wait_for_timeout(300)
    assert len(held) == 1 and stored_name(draft) == "示范"
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.get_by_role("heading", level=1)).to_contain_text("技术基本情况")
    assert stored_name(draft) == "示范项目"


def test_newer_text_does_not_clash_with_a_save_whose_answer_was_lost(page, draft):
    steps.log_in(page, draft.created_by, project(draft))

    lost = []

    def lose_the_first(route):
        if lost:
            return route.fallback()
        lost.append(route.fetch())
        return route.abort()

    page.route(SAVES, lose_the_first)
    page.locator(NAME).fill("示范")
    expect(page.locator("#save-status")).to_contain_text("网络已断开")
    assert stored_name(draft) == "示范"
    page.locator(NAME).fill("示范项目")
    says_saved(page)
    expect(page.locator("[data-clash]")).to_have_count(0)
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('draft/'))")
    assert stored_name(draft) == "示范项目" and kept(page) == []


def test_what_was_typed_before_the_script_was_there_is_saved(page, draft):
    steps.log_in(page, draft.created_by)
    scripts = []
    page.route("**/js/draft*.js", lambda route: scripts.append(route))
    with page.expect_request(re.compile("/js/draft")):
        page.goto(project(draft), wait_until="commit")
    page.locator(NAME).fill("很早就写了")
    scripts[0].continue_()
    says_saved(page)
    assert stored_name(draft) == "很早就写了"


def test_a_button_pressed_without_a_connection_leaves_the_page_and_says_why(page, draft):
    steps.log_in(page, draft.created_by, project(draft))
    page.locator(NAME).fill("示范项目")
    says_saved(page)
    page.context.set_offline(True)
    press(page, "保存并继续")
    status = page.locator("#save-status")
    expect(status).to_have_text("网络已断开，内容暂存在本机浏览器，恢复后自动保存")
    page.context.set_offline(False)
    expect(status).to_have_text("网络已恢复，内容均已保存，尚未提交")
    steps.go_on(page, "技术基本情况")

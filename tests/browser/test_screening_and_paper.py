"""The city's daily lists: scan, register, next scan; the screening list by keys (MAT-W, REV-1)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.dossier.revision import code_of
from applications.models import PaperReceipt
from reviews.models import ScreeningDraft
from tests import factories
from tests.browser import steps, widths

pytestmark = pytest.mark.django_db(transaction=True)


def test_mat_w_a_scanner_and_a_keyboard_are_enough(page, axe):
    first, second = factories.received(), factories.received()
    widths.watch(page)
    steps.log_in(page, factories.staff())
    scans(page, axe, first)
    walks(page, axe, first, second)
    assert set(widths.measured(page).values()) == {0}


def scans(page, axe, application) -> None:
    """The field is ready; Enter after a code finds, Enter registers, and the field is ready again."""
    page.goto(reverse("paper_desk"))
    code = page.locator("[name=code]")
    expect(code).to_be_focused()
    page.keyboard.type("DT999999-R01-ABCDEF01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有找到")
    expect(code).to_be_focused()
    assert axe(page) == []
    page.keyboard.type(code_of(application.current_revision))
    page.keyboard.press("Enter")
    expect(page.locator("[name=copies]")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("累计 5 份，份数已齐")).to_be_visible()
    expect(code).to_be_focused()
    assert PaperReceipt.objects.get().copies == 5


def walks(page, axe, first, second) -> None:
    """Keys move between the rows, Enter opens, and the sheet keeps itself while it is typed."""
    page.goto(f"{reverse('screening_list')}?state=received&sort=number")
    assert axe(page) == []
    page.get_by_role("link", name="用键盘浏览").focus()
    page.keyboard.press("Enter")
    rows = [page.get_by_role("link", name=each.number, exact=True) for each in (first, second)]
    for key, row in (("j", 1), ("k", 0), ("ArrowDown", 1), ("Home", 0), ("End", 1)):
        page.keyboard.press(key)
        expect(rows[row]).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="形式审查", exact=True)).to_be_visible()
    page.wait_for_load_state("load")
    page.locator("[name=remarks]").fill("待核实。")
    expect(page.locator("[data-keeps-said]")).to_contain_text("尚未提交结论")
    assert ScreeningDraft.objects.get().data["remarks"] == "待核实。"
    assert axe(page) == []
    page.get_by_role("link", name="登记查询结果").click()
    expect(page.get_by_role("heading", name="近三年记录", exact=True)).to_be_visible()
    assert axe(page) == []

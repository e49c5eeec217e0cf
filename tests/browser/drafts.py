"""A draft to type in; what its page says of its saving, what it keeps in the browser, and its clock in the hands of the test."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from applications.models import Application
from programme.notice import Sheet
from tests import factories
from tests.browser.steps import press

SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d，尚未提交")
KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('draft/'))"


def begun() -> Application:
    """A draft whose applicant has filled in nothing of the project."""
    person = factories.applicant()
    return factories.begin.start(person.organisations.get(), Sheet.TECHNOLOGY, actor=person)


def project(draft: Application) -> str:
    """Where the page of its project is."""
    return reverse("application_form", args=[draft.pk, "project"])


def says_saved(page: Page, offered: int = 0) -> None:
    """Everything that was typed is saved; the page says when, and that nothing is submitted.

    Args:
        offered: how many texts of an earlier visit wait for a decision, and stay in the browser until then.
    """
    page.wait_for_function(f"offered => ({KEPT})().length === offered", arg=offered)
    expect(page.locator("#save-status")).to_have_text(SAVED)


def kept(page: Page) -> list[str]:
    """What is kept in the browser."""
    return page.evaluate(KEPT)


def stop_clock(page: Page) -> None:
    """From here on the page's timers run only by ``page.clock.run_for(milliseconds)``; call before it is opened."""
    page.clock.install(time="2020-01-01T01:01:01")
    page.clock.pause_at("2020-01-01T02:01:01")


def sent_within(page: Page, milliseconds: int) -> list[str]:
    """Where the page sends something by itself while its clock, installed before it was opened, goes on."""
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.clock.run_for(milliseconds)
    page.evaluate("() => fetch('/')")  # it comes last: what was sent before has been seen by now
    return sent


def press_in_vain(page: Page, name: str) -> None:
    """Press a button of a page whose connection is gone and whose clock stands; return when nothing came of it."""
    with page.expect_event("requestfailed"):
        press(page, name)
    page.evaluate("() => fetch('/').catch(() => null)")  # it fails last


def connection_is_back(page: Page) -> None:
    """The connection is there again, and the clock goes on."""
    page.context.set_offline(False)
    page.clock.resume()

"""Watching that no page is wider than its window."""

from playwright.sync_api import Page

_WATCH = """
window.addEventListener("load", () => setTimeout(() => {
  const seen = JSON.parse(sessionStorage.getItem("seen") || "{}");
  const root = document.documentElement;
  seen[location.pathname] = root.scrollWidth - root.clientWidth;
  sessionStorage.setItem("seen", JSON.stringify(seen));
}, 50));
"""


def watch(page: Page) -> None:
    """From now on measure every page that this page opens, by how many pixels it is too wide."""
    page.add_init_script(_WATCH)


def measured(page: Page) -> dict[str, int]:
    """Path → pixels that stand out of the window, of every page opened since ``watch``."""
    page.wait_for_timeout(100)
    return page.evaluate("() => JSON.parse(sessionStorage.getItem('seen') || '{}')")

"""Watching that no page is wider than its window."""

from playwright.sync_api import Page

_WATCH = """
window.measureWidth = () => {
  const seen = JSON.parse(sessionStorage.getItem("seen") || "{}"), root = document.documentElement;
  seen[location.pathname] = Math.max(seen[location.pathname] ?? 0, root.scrollWidth - root.clientWidth);
  sessionStorage.setItem("seen", JSON.stringify(seen));
  return seen;
};
window.addEventListener("load", measureWidth);
window.addEventListener("pagehide", measureWidth);
"""


def watch(page: Page) -> None:
    """From now on measure every page that this page opens, by how many pixels it is too wide.

    A page is measured when it is loaded, and as it stands when it is left: however soon that is, it is measured.
    """
    page.add_init_script(_WATCH)


def measured(page: Page) -> dict[str, int]:
    """Path → pixels that stand out of the window, of every page opened since ``watch`` and of the present one."""
    page.wait_for_load_state("load")
    return page.evaluate("() => measureWidth()")

"""A life of a pilot walked in the browser: windows of one width, and what everybody looks at and never is broken."""

import re
from collections.abc import Iterable

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from pilots import invariants
from pilots.models import Pilot
from tests.browser import steps, widths

WINDOWS = {1440: (1440, 900), 390: (390, 844)}


def windows(daily: int) -> list:
    """Both windows, by their width: one each day, the other among the long proofs, where axe looks at every page too."""
    other = next(width for width in WINDOWS if width != daily)
    return [
        pytest.param(daily, False, id=str(daily)),
        pytest.param(other, True, id=str(other), marks=pytest.mark.slow),
    ]


class Walk:
    """Everybody who takes part, each at a window of the same width.

    Args:
        axe: the fixture. thorough: whether axe looks at each page that ``look`` is told of.
    """

    def __init__(self, open_page, axe, width: int, thorough: bool) -> None:
        self._open_page, self._axe, self._width = open_page, axe, width
        self._thorough = thorough
        self._pages: list[Page] = []
        self._looked: dict[str, list[str]] = {}

    def sit(self, person: User | None, path: str) -> Page:
        """A window of its own for a person, or for a visitor, with that page."""
        page = self._open_page(*WINDOWS[self._width], has_touch=self._width == min(WINDOWS))
        widths.watch(page)
        self._pages.append(page)
        if person:
            steps.log_in(page, person, path)
        else:
            page.goto(path)
        return page

    def look(self, page: Page, what: str) -> None:
        """Let axe look at the page that is open; ``what`` names it among the complaints."""
        if self._thorough:
            self._looked[what] = self._axe(page)

    def ends_well(self) -> None:
        """No page was wider than its window, axe complains of none, the data of pilots and the journal are whole."""
        wide = {
            path: f"{excess} px too wide"
            for page in self._pages
            for path, excess in widths.measured(page).items()
            if excess > 0
        }
        faults = {what: lines for what, lines in self._looked.items() if lines}
        assert not wide | faults, "\n".join(f"{what}: {said}" for what, said in (wide | faults).items())
        assert list(invariants.broken()) == []
        call_command("verify_journal")


def write(page: Page, content: dict[str, str]) -> None:
    """Fill places of the page that is open, by their names; choices by the key, a fifth of the time of a click."""
    for name, (place, kind) in _places(page, content).items():
        if kind == "radio":
            page.locator(f"main [name='{name}'][value='{content[name]}']").press("Space")
        elif kind == "select-one":
            place.select_option(content[name])
        else:
            place.fill(content[name])


def _places(page: Page, names: Iterable[str]) -> dict[str, tuple[Locator, str]]:
    """Name → its first control on the page, and of which type that is."""
    places = {name: page.locator(f"main [name='{name}']").first for name in names}
    next(iter(places.values())).wait_for()
    kinds = page.evaluate(
        "names => names.map(name => document.querySelector(`main [name='${name}']`)?.type)", [*places]
    )
    assert None not in kinds, [name for name, kind in zip(places, kinds, strict=True) if kind is None]
    return {name: (places[name], kind) for name, kind in zip(places, kinds, strict=True)}


def complains(page: Page, name: str, sentence: str) -> None:
    """One sentence, and one only, is said: at the place, and in the summary."""
    expect(page.locator("[data-error-summary] li")).to_have_count(1)
    expect(page.locator(f"#div_id_{name}")).to_contain_text(sentence)


def holds(page: Page, content: dict[str, str]) -> None:
    """The places of the page still hold what was typed."""
    for name, (place, kind) in _places(page, content).items():
        if kind == "radio":
            expect(page.locator(f"main [name='{name}'][value='{content[name]}']")).to_be_checked()
        else:
            expect(place).to_have_value(content[name])


def open_paper(page: Page, pilot: Pilot, title: str) -> None:
    """From the page of a pilot to one of its plans and reports."""
    page.goto(pilot.get_absolute_url())
    page.locator("#submissions").get_by_role("link", name=re.compile(title)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def hand_in(page: Page) -> None:
    """Hand in what is written on the page."""
    steps.confirm(page, "提交", "确认提交")


def answers(page: Page, pilot: Pilot, title: str, outcome: str, remarks: str = "") -> None:
    """The city opens what was handed in, and answers."""
    open_paper(page, pilot, title)
    form = page.locator("#answer")
    form.get_by_label(outcome, exact=True).check()
    form.get_by_label("审核意见").fill(remarks)
    steps.press(page, "登记审核结果并通知")
    steps.says(page, f"审核结果已登记：{outcome}")


def open_evaluation(page: Page, pilot: Pilot, name: str) -> None:
    """From the page of a pilot to an evaluation."""
    page.goto(pilot.get_absolute_url())
    page.locator("#evaluations").get_by_role("link", name=name).click()


def proposes(page: Page, content: dict[str, str]) -> None:
    """One person of the city writes the evaluation that is open, and proposes its outcome."""
    write(page, content)
    steps.confirm(page, "提出结论", "确认提出")


def cannot_confirm(page: Page) -> None:
    """Who proposed the outcome reads that another person confirms, and has no button."""
    steps.says(page, "结论已提出，请另一位工作人员确认。")
    steps.says(page, "这一结论由您提出，须由另一位工作人员确认。")
    expect(page.get_by_text("确认结论", exact=True)).to_have_count(0)


def confirms(page: Page, outcome: str) -> None:
    """Another person reads the evaluation that is open, and confirms."""
    steps.says(page, outcome)
    steps.confirm(page, "确认结论", "确认并通知")
    steps.says(page, "结论已确认，已通知试点单位。")


def stands(page: Page, pilot: Pilot, state: str) -> None:
    """The page of the pilot says where it stands."""
    page.goto(pilot.get_absolute_url())
    expect(page.locator(".status-panel")).to_contain_text(state)

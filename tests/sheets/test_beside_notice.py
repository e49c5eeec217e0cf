"""The report of the four forms beside the notice's text: no differences, and it is that of today."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheets.loading import definition, years
from tests.sheets import beside_notice
from tests.sheets.beside_notice import PAGE, compare, report
from tests.sheets.notice import Printed, notice

EVERY_FORM = pytest.mark.parametrize(
    ("year", "form"), [(year, form) for year in years() for form in definition(year).sheets]
)
FOLDERS = (
    "accounts",
    "applications",
    "config",
    "docs",
    "face",
    "pilots",
    "portal",
    "programme",
    "reviews",
    "sheets",
    "templates",
    "tests",
)
SUFFIXES = (".py", ".html", ".md", ".yaml", ".js", ".txt")


@EVERY_FORM
def test_the_form_has_nothing_that_the_notice_lacks_and_lacks_nothing(year, form):
    beside = compare(year, form)
    assert (beside.lacking, beside.added) == ([], [])


def test_the_page_that_shows_the_differences_is_that_of_today():
    assert PAGE.read_text("utf-8") == report(), "run python -m tests.sheets.beside_notice"
    assert "none but the exceptions below" in report()


def test_a_changed_word_on_either_side_is_a_difference(monkeypatch):
    year = years()[0]
    forms = dict(notice(year))
    forms["park"] = replace(forms["park"], title=Printed(284, "北京市气候友好型园区试点申报表"))
    monkeypatch.setattr(beside_notice, "notice", lambda _: forms)
    beside = compare(year, "park")
    assert beside.lacking == [(284, "北京市气候友好型园区试点申报表")] and len(beside.added) == 1


def test_no_file_calls_the_form_of_technologies_otherwise():
    """先进低碳技术试点项目申报表: the notice prints it so three times (lines 94, 104, 108)."""
    wrong = "项目" + "试点申报表"
    root = Path(__file__).parents[2]
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    assert len(files) > 500
    assert [path for path in files if wrong in path.read_text("utf-8")] == []

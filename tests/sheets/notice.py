"""The official forms as the notice prints them: read from the fixtures that ``notice_text.py`` wrote."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import yaml

from tests.sheets.notice_text import FOLDER


@dataclass(frozen=True)
class Garbled:
    """A place where the scan is wrong: what it prints on a line, what is meant, and how we know."""

    year: int
    line: int
    printed: str
    meant: str
    why: str


GARBLED = (
    Garbled(
        2024, 181, "金融 融机构", "金融机构", "the 融 at the end of the line stands again on the next line"
    ),
    Garbled(
        2024, 184, "带动引领作用等。", "带动引领作用等。）", "the bracket that opens the hint is not closed"
    ),
    Garbled(2024, 305, "2023 年", "2024 年", "line 280 names the same form with the year 2024"),
)


@dataclass(frozen=True)
class Printed:
    """A stretch of the notice: a cell, a title or a footnote, with its line, its boxes and its limit of 字."""

    line: int
    text: str
    options: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class NoticeForm:
    """One form of the notice; ``named`` are the other places that name it. Cells that are empty are not there."""

    title: Printed
    named: tuple[Printed, ...]
    rows: tuple[tuple[Printed, ...], ...]
    footnote: Printed | None


def years() -> list[int]:
    """The years whose notice there is."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.yaml"))


@cache
def notice(year: int) -> dict[str, NoticeForm]:
    """The forms of the notice of that year, what the scan garbles put right."""
    read = yaml.safe_load((FOLDER / f"{year}.yaml").read_text("utf-8"))["forms"]
    return {key: _form(year, form) for key, form in read.items()}


def raw_lines(year: int) -> dict[int, str]:
    """Number of the line → what the fixture has of it, garbled as it is."""
    found: dict[int, str] = {}
    for form in yaml.safe_load((FOLDER / f"{year}.yaml").read_text("utf-8"))["forms"].values():
        for each in [form["title"], *form["named"], *(cell for row in form["rows"] for cell in row)]:
            found[each["line"]] = f"{found.get(each['line'], '')}\n{each['text']}"
    return found


def _form(year: int, form: dict) -> NoticeForm:
    rows = tuple(tuple(_printed(year, cell) for cell in row) for row in form["rows"])
    footnote = _printed(year, form["footnote"]) if "footnote" in form else None
    return NoticeForm(
        _printed(year, form["title"]), tuple(_printed(year, each) for each in form["named"]), rows, footnote
    )


def _printed(year: int, cell: dict) -> Printed:
    text = cell["text"]
    for wrong in GARBLED:
        if (wrong.year, wrong.line) == (year, cell["line"]):
            text = text.replace(wrong.printed, wrong.meant)
    return Printed(cell["line"], text, tuple(cell.get("options", ())), cell.get("limit"))


def plain(text: str) -> str:
    """The text as wording is compared: without white space, full and half width are the same, and so are an empty
    place and one drawn as a line (称号：_____).
    """
    return "".join(unicodedata.normalize("NFKC", text).replace("_", "").split())

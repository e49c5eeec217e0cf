"""The largest form: technology, every long answer at its limit, three technologies."""

from functools import cache
from pathlib import Path

import yaml

from sheets.definitions import Field, Part
from sheets.grid import Grid, grid
from sheets.loading import definition
from sheets.stamp import Stamp
from sheets.wordcount import count

YEAR = 2026
FORM = definition(YEAR).sheets["technology"]
STAMP = Stamp("2026-JS-0001", 3, "0123456789abcdef" * 4, "7K3M-9QXW")
TECHNOLOGIES = 3
UNLIMITED = 500  # 字 where the form prints no limit
PARAGRAPH = 240
DEMO = Path(__file__).resolve().parents[2] / "config" / "demo" / "applications"
FIXED = {
    "choice": lambda field: field.choices[0],
    "choices": lambda field: [choice for choice in field.choices if choice != field.exclusive],
    "yesno": lambda field: True,
    "phone": lambda field: "010-12345678-1234",
    "email": lambda field: "first.name.last.name@department.example.org",
    "month_range": lambda field: ["2026-01", "2027-12"],
    "money_wan": lambda field: "123456.78",
}


def fullest_grid() -> Grid:
    """The form laid out: where every rendering starts."""
    return grid(FORM, fullest_answers(), YEAR)


@cache
def fullest_answers() -> dict:
    """The answers; the text is that of the demonstration, about 1,000 different characters."""
    found = {}
    for part in FORM.parts:
        if part.repeatable:
            found[part.key] = [_block(part, 1 + index) for index in range(TECHNOLOGIES)]
        else:
            found |= _block(part, 0)
    return found


def _block(part: Part, turn: int) -> dict:
    return {
        field.key: {leaf.key: _answer(leaf, turn) for leaf in field.items}
        if field.items
        else _answer(field, turn)
        for field in part.answer_fields
    }


def _answer(field: Field, turn: int):
    if field.kind in FIXED:
        return FIXED[field.kind](field)
    start = 97 * turn + sum(map(ord, field.key)) % 5000
    if field.kind == "text":
        return _prose()[start : start + 30]
    return _paragraphs(start, field.limit or UNLIMITED)


def _paragraphs(start: int, limit: int) -> str:
    """Paragraphs of exactly ``limit`` 字, as the form counts them."""
    length = limit
    while True:
        text = _prose()[start : start + length]
        paragraphs = "\n".join(text[at : at + PARAGRAPH] for at in range(0, length, PARAGRAPH))
        lacking = limit - count(paragraphs)
        if lacking <= 0:
            return paragraphs
        length += lacking


@cache
def _prose() -> str:
    """The long answers of the demonstration as one text without line ends."""
    texts = []
    for path in sorted(DEMO.glob("*.yaml")):
        answers = yaml.safe_load(path.read_text("utf-8")).get("answers") or {}
        texts += [text for text in answers.values() if isinstance(text, str) and len(text) > PARAGRAPH // 4]
    return "".join("".join(texts).split())

"""Writes the cells of the paper template, with as few elements as the look needs: the time of the
PDF grows with every one of them.
"""

from functools import cache
from itertools import pairwise

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from sheets.grid import Cell, Line, Run
from sheets.html import Marks, place_id
from sheets.kinds.choosing import GAP

UNBROKEN_CHARACTERS = 24  # a box and its label up to this length stay on one line
SCOPES = {"heading": "rowgroup", "label": "row"}  # of the cells that head others
BLANK = SafeString('<span class="paper-blank"></span>')

register = template.Library()


@register.filter
def as_element(cell: Cell, marks: Marks | None) -> SafeString:
    """Return a cell as an element of a row; in Python, since forms have a hundred and templates are slow."""
    opening, closing = _tags(cell.role, cell.top, cell.colspan, cell.rowspan)
    return SafeString(opening + _content(cell, marks) + closing)


@cache
def _tags(role: str, top: bool, colspan: int, rowspan: int) -> tuple[SafeString, SafeString]:
    attributes = {"scope": SCOPES.get(role), "class": f"paper-{role}{' paper-top' if top else ''}"}
    attributes |= {"colspan": colspan if colspan > 1 else None, "rowspan": rowspan if rowspan > 1 else None}
    given = format_html_join("", ' {}="{}"', ((name, value) for name, value in attributes.items() if value))
    name = "th" if role in SCOPES else "td"
    return format_html("<{}{}>", name, given), format_html("</{}>", name)


def _content(cell: Cell, marks: Marks | None) -> SafeString:
    """What stands in a cell: its only line as it is, several lines as paragraphs."""
    if len(cell.lines) == 1 and not cell.lines[0].role:
        return _line(cell.lines[0], marks)
    return format_html_join("", "{}", ((_block(lines, marks),) for lines in cell.blocks))


def _block(lines: list[Line], marks: Marks | None) -> SafeString:
    """Lines of one role; those of a signature stay together, the last hint stays with the answer under it."""
    hints = [all(run.role == "hint" for run in line.runs) for line in lines]
    stays = [hint and not next_one for hint, next_one in pairwise([*hints, False])]
    openings = (SafeString('<p class="paper-next">' if stay else "<p>") for stay in stays)
    paragraphs = format_html_join(
        "", "{}{}</p>", zip(openings, (_line(line, marks) for line in lines), strict=True)
    )
    role = lines[0].role
    return format_html('<div class="paper-{}">{}</div>', role, paragraphs) if role else paragraphs


def _line(line: Line, marks: Marks | None) -> SafeString:
    return format_html_join("", "{}", ((_run(run, marks),) for run in line.runs))


def _run(run: Run, marks: Marks | None) -> SafeString:
    if run.role == "hint":
        return format_html('<span class="paper-hint">{}</span>', run.text)
    if run.role == "answer":
        return _answer(run) if marks is None else _marked(run, marks)
    return conditional_escape(run.text)


def _marked(run: Run, marks: Marks) -> SafeString:
    """An answer on screen, with what is to be said at it."""
    words = marks.words.get(run.path, "")
    return format_html(
        '<span class="paper-place{}" id="{}" data-place="{}">{}</span>{}',
        " paper-changed" if run.path in marks.changed else "",
        place_id(run.path),
        run.path,
        _answer(run),
        format_html(' <span class="paper-mark">{}</span>', words) if words else "",
    )


def _answer(run: Run) -> SafeString:
    """An answer; a box to tick stays together with its label."""
    if not run.text:
        return BLANK
    if GAP not in run.text or run.kind not in ("choice", "choices", "yesno"):
        return conditional_escape(run.text)
    lines = (
        format_html_join(GAP, "{}", ((_box(word),) for word in line.split(GAP)))
        for line in run.text.split("\n")
    )
    return format_html_join("\n", "{}", ((line,) for line in lines))


def _box(word: str) -> SafeString:
    return format_html('<span class="together">{}</span>' if len(word) <= UNBROKEN_CHARACTERS else "{}", word)

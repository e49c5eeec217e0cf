"""What makes WeasyPrint quick for forms, and the only place where anything is put in it.

WeasyPrint has no place to plug in how lines are broken, glyphs written, fonts cut and lengths worked out, and does all
that again for each line, glyph and box. ``quickly`` puts functions of ours in the place of its own while a form is
rendered: ``sheets.pdf.lines``, ``sheets.pdf.glyphs``, ``sheets.pdf.boxes``. Each does what the one it stands for does,
for the plain cases a form consists of, and calls that one for all others.

It is done only in the version of WeasyPrint that they were compared with: any other renders alone, to the same pages in
twice the time. ``tests/sheets/pdf/test_quick.py`` holds every page against WeasyPrint's own, byte for byte.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pydyf
import weasyprint
from weasyprint import css, draw
from weasyprint.draw import text
from weasyprint.layout import background, block, inline, page, table
from weasyprint.pdf import stream

from sheets.pdf.boxes import Borders, laid_out_backgrounds, resolved_percentages
from sheets.pdf.glyphs import Glyphs, fresh_font
from sheets.pdf.lines import Lines, known_strut
from sheets.pdf.output import as_bytes
from sheets.pdf.styles import FormStyles, page_styles

VERSION = "70.0"


@contextmanager
def quickly() -> Iterator[None]:
    """Let WeasyPrint render with our functions; one rendering at a time."""
    if weasyprint.__version__ != VERSION:
        yield
        return
    ours = _ours()
    theirs = [(module, name, getattr(module, name)) for module, name, _ in ours]
    try:
        _put(ours)
        yield
    finally:
        _put(theirs)


def _ours() -> list[tuple]:
    """What is put where, made anew for each rendering: it remembers much of one."""
    lines, glyphs = Lines(), Glyphs()
    return [
        (inline, "split_first_line", lines.split_first_line),
        (inline, "strut", known_strut),
        (block, "iter_line_boxes", lines.iter_line_boxes),
        (text, "draw_first_line", glyphs.draw_first_line),
        (stream, "Font", fresh_font),
        (css, "StyleFor", FormStyles),
        (page, "set_page_type_computed_styles", page_styles),
        *((module, "resolve_percentages", resolved_percentages) for module in (block, inline, page, table)),
        (background, "layout_box_backgrounds", laid_out_backgrounds),
        (draw, "draw_line", Borders().draw_line),
        (pydyf, "_to_bytes", as_bytes),
    ]


def _put(functions: list[tuple]) -> None:
    for module, name, function in functions:
        setattr(module, name, function)

"""The paper as HTML: the preview on screen and the body of the PDF are the same."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sheets.grid import Grid, Run
from sheets.kinds.choosing import GAP
from sheets.stamp import Stamp

UNBROKEN_CHARACTERS = 24  # a box and its label up to this length stay on one line


def paper(grid: Grid) -> SafeString:
    """Return the form as an HTML fragment, styled by ``sheets/paper.css``."""
    total = sum(grid.columns)
    context = {
        "grid": grid,
        "widths": [f"{100 * width / total:.2f}" for width in grid.columns],
        "title_padding": f"{100 * grid.title_indent / total:.2f}",
    }
    return render_to_string("sheets/paper.html", context)


def page(grid: Grid, stamp: Stamp | None = None) -> SafeString:
    """Return the whole HTML document of which the PDF is made."""
    return render_to_string("sheets/page.html", {"paper": paper(grid), "grid": grid, "stamp": stamp})


def options(run: Run) -> list[tuple[str, bool]]:
    """Return the boxes of an answer to tick as (text, may not be broken)."""
    words = run.text.split(GAP) if run.kind in ("choice", "choices", "yesno") else [run.text]
    return [(word, len(words) > 1 and len(word) <= UNBROKEN_CHARACTERS) for word in words]

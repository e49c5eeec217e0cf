"""The paper as HTML: the preview on screen and the body of the PDF are the same."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sheets.grid import Grid
from sheets.stamp import Stamp


def paper(grid: Grid) -> SafeString:
    """Return the form as an HTML fragment, styled by ``sheets/paper.css``."""
    total = sum(grid.columns)
    context = {
        "grid": grid,
        "widths": [f"{100 * width / total:.2f}" for width in grid.columns],
    }
    return render_to_string("sheets/paper.html", context)


def page(grid: Grid, stamp: Stamp | None = None) -> SafeString:
    """Return the whole HTML document of which the PDF is made."""
    return render_to_string("sheets/page.html", {"paper": paper(grid), "grid": grid, "stamp": stamp})

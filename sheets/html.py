"""The paper as HTML: the preview on screen and the body of the PDF are the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sheets.grid import Grid
from sheets.stamp import Stamp


@dataclass(frozen=True)
class Marks:
    """What a preview on screen says at the answers, by key path; no document of the form has any.

    With marks every answer carries its key path, so that a script can tell which one was clicked.
    ``words`` stand behind the answer, ``changed`` answers are set off.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    changed: Collection[str] = ()


def paper(grid: Grid, marks: Marks | None = None) -> SafeString:
    """Return the form as an HTML fragment, styled by ``sheets/paper.css``; ``marks`` for previews only."""
    total = sum(grid.columns)
    context = {
        "grid": grid,
        "marks": marks,
        "widths": [f"{100 * width / total:.2f}" for width in grid.columns],
    }
    return render_to_string("sheets/paper.html", context)


def place_id(path: str) -> str:
    """The HTML id of an answer in a preview with marks."""
    return "at-" + path.replace("/", "-")


def page(grid: Grid, stamp: Stamp | None = None) -> SafeString:
    """Return the whole HTML document of which the PDF is made."""
    return render_to_string("sheets/page.html", {"paper": paper(grid), "grid": grid, "stamp": stamp})

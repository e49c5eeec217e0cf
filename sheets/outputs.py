"""The formats that a filled-in official form is rendered to: one row each, in the order in which they are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheets.grid import Grid
from sheets.pdf.render import render
from sheets.stamp import Stamp
from sheets.word.render import render_word


@dataclass(frozen=True)
class RenderedForm:
    """A form in one format, and the characters for which no font of this machine has a picture."""

    content: bytes
    missing: tuple[str, ...] = ()


Render = Callable[[Grid, Stamp | None, Mapping[str, bytes]], RenderedForm]


@dataclass(frozen=True)
class FormOutput:
    """One format of the form.

    Attributes:
        key: of the format, in addresses and rows. ending: of its files. format: its name.
        render: from the grid, the stamp of its pages, and the contents made before by key.
    """

    key: str
    ending: str
    format: str
    mime: str
    render: Render


def _word(paper: Grid, stamp: Stamp | None, made: Mapping[str, bytes]) -> RenderedForm:
    return RenderedForm(render_word(paper, stamp))


def _pdf(paper: Grid, stamp: Stamp | None, made: Mapping[str, bytes]) -> RenderedForm:
    """The PDF; with the Word in it when that was made before."""
    rendered = render(paper, stamp, made.get("word"))
    return RenderedForm(rendered.pdf, rendered.missing)


FORM_OUTPUTS = (
    FormOutput(
        "word",
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _word,
    ),
    FormOutput("pdf", "pdf", "PDF", "application/pdf", _pdf),
)

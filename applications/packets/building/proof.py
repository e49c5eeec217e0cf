"""The read-back proof: every answer of the revision is found in the Word and in the PDF that were made of it.

The Word is read as a filled-in form is; the text of the PDF is taken from its bytes and walked along what should
stand on the paper, so that also an answer of one character is looked for at its own place.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from applications.packets.building.text import text_of
from sheets.answers import Slot, load, slots
from sheets.definitions import Sheet as Form
from sheets.grid import Grid
from sheets.kinds import Raw, kind_of
from sheets.reading.read import UnreadableWord, read_word

ANCHOR = 8  # characters of what follows, by which the place is known again
FURNITURE = 400  # characters that may stand between two pieces of the form: foot of a page, labels said again
TELLING = 8  # a text this long that stands in the PDF as one piece is there, wherever that is
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-")


def prove(
    form: Form, answers: dict, paper: Grid, *, word: bytes, pdf: bytes, glyphs: Iterable[str] = ()
) -> dict:
    """Return what was proved, as it is kept with the packet.

    Args:
        answers: everything on the paper form, as it was submitted.
        paper: the layout of the form with these answers.
        glyphs: characters for which the PDF has no picture.

    The result: ``answers``, how many were looked for; ``word`` and ``pdf``, labels of those not found there;
    ``glyphs``, the characters without a picture.
    """
    given = [(slot, value) for slot, value in slots(form, answers) if value is not None]
    return {
        "answers": len(given),
        "word": [slot.label for slot in _not_in_word(form, given, word)],
        "pdf": [slot.label for slot in _not_in_pdf(given, paper, pdf)],
        "glyphs": list(glyphs),
    }


def _not_in_word(form: Form, given: list, word: bytes) -> Iterator[Slot]:
    try:
        found = load(form, read_word(form, word))
    except UnreadableWord:
        found = {}
    return (slot for slot, value in given if found.get(slot.path) != value)


def _not_in_pdf(given: list, paper: Grid, pdf: bytes) -> Iterator[Slot]:
    runs = list(runs_of(paper))
    printed = dict(runs)
    lacking = not_found(runs, plain(text_of(pdf)))
    for slot, value in given:
        text = value.text if isinstance(value, Raw) else kind_of(slot.leaf).text(slot.leaf, value)
        if printed.get(slot.path) != plain(text) or slot.path in lacking:
            yield slot


def runs_of(paper: Grid) -> Iterator[tuple[str, str]]:
    """What stands on the paper, in order: the key path of an answer (or '') and its plain text."""
    yield "", plain(paper.title)
    for row in paper.rows:
        for cell in row.cells:
            for line in cell.lines:
                for run in line.runs:
                    yield (run.path if run.role == "answer" else ""), plain(run.text)
    yield "", plain(paper.footnote)


def plain(text: str) -> str:
    """A text without what printing may change: spaces, breaks, ligatures, kinds of dashes, invisible characters."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    return "".join(char for char in text if not char.isspace() and not _invisible(char))


def _invisible(char: str) -> bool:
    return (
        unicodedata.category(char) == "Cf"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def not_found(runs: list[tuple[str, str]], text: str) -> set[str]:
    """Key paths of the answers that do not stand at their place in ``text``.

    Args:
        runs: what should stand there, in order: key path of an answer (or '') and its plain text.
    """
    whole = "".join(expected for _, expected in runs)
    lacking, at, due, lost = (
        set(),
        0,
        0,
        0,
    )  # place in the text; place in the whole; characters lost on the way
    for path, expected in runs:
        due += len(expected)
        follows = whole[due : due + ANCHOR]
        reach = at + len(expected) + lost + FURNITURE
        if text.startswith(expected, at):
            at, lost = at + len(expected), 0
        elif (place := text.find(expected + follows, at, reach + ANCHOR)) >= 0:
            at, lost = place + len(expected), 0
        else:
            if path and not (len(expected) >= TELLING and expected in text):
                lacking.add(path)
            place = text.find(follows, at, reach + ANCHOR) if follows else -1
            at, lost = (place, 0) if place >= 0 else (at, lost + len(expected))
    return lacking

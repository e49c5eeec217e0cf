"""What stands where on the blank form: labels, the answers beside them, and the official wording around those.

Made from ``sheets.grid``, so that a form is described once.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby

from sheets.answers import Slot, slot_at
from sheets.definitions import Sheet, fill_year
from sheets.grid import Cell, Row, Run, grid

ALIKE = 0.86  # how alike a label that somebody retyped must be
UNLIKE = 0.7  # below what any use of ``alike`` asks for
RETYPED = 0.8  # how alike a hint in brackets must be that somebody changed
# Texts of one file that are compared with every label, and with hints; a form has about 100 cells.
MAX_COMPARED = 300
ANNEX = ("附表", "附件")
BOXES = "☐□○◯▢◻`^~"  # empty boxes, and marks that Unicode counts as signs
NUMBER = re.compile(r"(?<![\d.])[\d一二三四五六七八九十]{1,2}$")


@dataclass(frozen=True)
class Squeezed:
    """A text without white space in one normal form; ``at`` leads each character back to where it came from."""

    text: str
    at: tuple[int, ...]


def squeeze(text: str, keep: list[bool] | None = None) -> Squeezed:
    """Return the text in the form in which wording is compared: full and half width are the same.

    Args:
        keep: which characters take part.
    """
    found, at = [], []
    for position, char in enumerate(text):
        if keep is not None and not keep[position]:
            continue
        for piece in _pieces(char):
            found.append(piece)
            at.append(position)
    return Squeezed("".join(found), tuple(at))


@cache
def _pieces(char: str) -> str:
    """What is left of a character in that form; there are no more than Unicode has."""
    pieces = unicodedata.normalize("NFKC", char).lower()
    return "".join(piece for piece in pieces if not piece.isspace() and unicodedata.category(piece) != "Cf")


def plain(text: str) -> str:
    """The text as wording is compared."""
    return squeeze(text).text


@dataclass(frozen=True)
class Hole:
    """A place for an answer; ``label`` is the wording before it inside the cell, if there are several."""

    slot: Slot
    label: str


@dataclass(frozen=True)
class Entry:
    """A label with the cell beside it. ``printed`` is wording that is no answer, ``signature`` the lines of a block
    that is filled in by hand; labels of one ``row`` stand beside each other.
    """

    label: str
    title: str
    holes: tuple[Hole, ...]
    printed: tuple[str, ...]
    signature: tuple[str, ...]
    row: int = 0


@dataclass
class Pattern:
    """A form as the reader knows it. ``numbered`` is wording behind which a number may stand.

    Comparing takes long, so it is done for no more than ``MAX_COMPARED`` texts of a file: ``compared`` remembers which
    entry each is like, ``hinted`` counts those that might be hints.
    """

    sheet: Sheet
    entries: dict[str, Entry] = field(default_factory=dict)
    wording: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    compared: dict[str, Entry | None] = field(default_factory=dict)
    hinted: int = 0

    def entry(self, text: str) -> Entry | None:
        """The entry whose label this is, also written a little differently."""
        label = plain(text).strip(":*_")
        if not label or len(label) > 40:
            return None
        if found := self.entries.get(label) or self.entries.get(_core(label)):
            return found
        if label not in self.compared and len(self.compared) < MAX_COMPARED:
            self.compared[label] = self._like(label)
        return self.compared.get(label)

    def _like(self, label: str) -> Entry | None:
        likely = [(alike(label, entry), entry) for entry in self.entries if abs(len(entry) - len(label)) < 6]
        best = max(likely, default=(0, ""))
        return self.entries[best[1]] if best[0] >= ALIKE else None

    def hint_like(self, line: str, printed: tuple[str, ...]) -> str:
        """The printed hint that somebody retyped as this line, which is squeezed; empty for none."""
        self.hinted += 1
        if self.hinted > MAX_COMPARED:
            return ""
        likely = [(alike(line, hint), hint) for hint in printed]
        best = max(likely, default=(0, ""), key=lambda pair: pair[0])
        return best[1] if best[0] >= RETYPED else ""

    def is_wording(self, text: str) -> bool:
        """Whether the text is printed on the form, or only punctuation and empty boxes."""
        written = plain(text)
        return (
            not says_anything(written) or written in self.wording or NUMBER.sub("", written) in self.numbered
        )


def pattern(sheet: Sheet, year: int) -> Pattern:
    """Return what the blank form of that year looks like."""
    made = Pattern(sheet)
    blank = grid(sheet, {}, year)
    made.wording |= {plain(text) for text in (blank.title, *blank.title_lines, blank.footnote, *ANNEX)}
    groups = (field.group for part in sheet.repeatable_parts for field in part.fields)
    made.numbered |= {plain(text) for text in (*groups, *ANNEX) if text}
    for number, row in enumerate(blank.rows):
        made.wording |= {plain(_text(cell)) for cell in row.cells if cell.role != "value"}
        for found in _entries(sheet, row, number):
            made.entries[found.label] = made.entries[_core(found.label)] = found
    return made


def says_anything(text: str) -> bool:
    """Whether there is more in a text than white space, punctuation and empty boxes."""
    return any(unicodedata.category(char)[0] in "LNS" and char not in BOXES for char in text)


def title_pattern(sheet: Sheet) -> re.Pattern:
    """How the title reads in any year, squeezed."""
    return re.compile(
        re.escape(plain(fill_year(sheet.title, 2000))).replace("2000年", r"(?:(\d{4})年(?:度)?)?")
    )


def _core(label: str) -> str:
    """A label without its bracket: 项目总投资（万元）."""
    return label.partition("(")[0] or label


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1; 0 for texts so different in length or signs that they are not alike."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < UNLIKE or matcher.quick_ratio() < UNLIKE:
        return 0.0
    return matcher.ratio()


def _text(cell: Cell) -> str:
    return "".join(run.text for line in cell.lines for run in line.runs)


def _entries(sheet: Sheet, row: Row, number: int) -> list[Entry]:
    pairs = zip(row.cells, row.cells[1:], strict=False)
    return [
        _entry(sheet, label, value, number)
        for label, value in pairs
        if (label.role, value.role) == ("label", "value")
    ]


def _entry(sheet: Sheet, label: Cell, value: Cell, number: int) -> Entry:
    runs = [run for line in value.lines if line.role != "signature" for run in line.runs]
    signed = tuple(plain(line.runs[0].text) for line in value.lines if line.role == "signature")
    holes, printed, before = [], _hints(runs), ""
    several = sum(run.role == "answer" for run in runs) > 1
    for run in runs:
        if run.role == "answer":
            holes.append(Hole(slot_at(sheet, run.path), before if several else ""))
            before = ""
        elif run.role == "text" and not _is_unit(run, holes):
            printed += [before] if before else []
            before = plain(run.text)
    printed += [before] if before else []
    return Entry(plain(_text(label)), _text(label), tuple(holes), tuple(printed), signed, number)


def _is_unit(run: Run, holes: list[Hole]) -> bool:
    return bool(holes) and run.text.strip() == holes[-1].slot.leaf.unit


def _hints(runs: list[Run]) -> list[str]:
    """Hints that follow each other as one text, then each by itself."""
    found = []
    for role, group in groupby(runs, key=lambda run: run.role):
        if role == "hint":
            texts = [plain(run.text) for run in group]
            found += ["".join(texts), *(texts if len(texts) > 1 else ())]
    return found

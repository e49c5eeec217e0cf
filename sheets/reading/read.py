"""Reads the answers back from a Word form: one that ``sheets.word.render`` wrote, or the official file filled in by hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sheets.answers import Slot, put, slot_at, tidy
from sheets.definitions import Sheet
from sheets.kinds import Malformed, Raw, kind_of
from sheets.reading.around import margin_texts, texts_before, whole_text
from sheets.reading.body import NUMBER, written
from sheets.reading.numbering import write_numbers
from sheets.reading.package import UnreadableWord, open_package
from sheets.reading.pattern import pattern
from sheets.reading.places import Places, find_places
from sheets.reading.recognise import NOT_OURS, Section, sections

__all__ = ["Found", "Reading", "UnreadableWord", "read_form", "read_word"]

ANY_YEAR = 2024  # whose wording is compared where the file names no year
ENOUGH_LABELS = 4
MAX_CHARACTERS = 300_000  # ten times a form with all its texts at their limits


@dataclass(frozen=True)
class Found:
    """The text at one place, and what it was understood as: a value, a ``Raw`` or None for blank."""

    slot: Slot
    text: str
    value: Any


@dataclass(frozen=True)
class Reading:
    """What a Word file says: which form, the year in its title, each place, and texts that have no place.

    ``stray`` are pairs of where the text stands and the text.
    """

    sheet: Sheet
    year: int | None
    found: tuple[Found, ...]
    stray: tuple[tuple[str, str], ...]

    @property
    def answers(self) -> dict:
        """The JSON answers; what is not understood is kept as raw text."""
        answers: dict = {part.key: [] for part in self.sheet.repeatable_parts}
        for each in self.found:
            put(answers, each.slot, each.value)
        return tidy(self.sheet, answers)

    def as_json(self) -> dict:
        """The reading as plain data, to be kept or handed over to another process."""
        texts = [[each.slot.path, each.text] for each in self.found]
        return {
            "sheet": self.sheet.key,
            "year": self.year,
            "texts": texts,
            "stray": [list(x) for x in self.stray],
        }

    @classmethod
    def from_json(cls, data: dict, sheets: Mapping[str, Sheet]) -> "Reading":
        """The reading that ``as_json`` wrote down; places that the form no longer has go to ``stray``."""
        sheet = sheets[data["sheet"]]
        return _reading(sheet, data["year"], data["texts"], [tuple(each) for each in data["stray"]])


def read_word(sheet: Sheet, data: bytes) -> dict:
    """Return the JSON answers that a Word file holds for this form; what is not understood is kept as raw text.

    Raises UnreadableWord. The file may come from anyone.
    """
    return read_form(data, {sheet.key: sheet}).answers


def read_form(data: bytes, sheets: Mapping[str, Sheet], expected: str = "") -> Reading:
    """Recognise which of the forms a Word file is, and read it.

    Args:
        expected: key of the form to read when the file holds several.

    Raises:
        UnreadableWord: the file cannot be opened, or is none of the forms.
    """
    package = open_package(data)
    write_numbers(package.body, package.numbering, NUMBER)
    roots = (package.body, *(part for _, part in package.margins))
    _check_length(text for root in roots for text in written(root))
    tried = [(section, _best(section, sheets)) for section in sections(package.body, sheets)]
    readings = [reading for _, reading in tried if reading]
    if not readings:
        raise UnreadableWord(NOT_OURS)
    wanted = [reading for reading in readings if reading.sheet.key == expected]
    chosen = max(
        wanted or readings, key=lambda reading: sum(len(each.text.strip()) for each in reading.found)
    )
    others = [text for section, reading in tried for text in _told(section, reading, chosen)]
    stray = (*others, *margin_texts(package, pattern(chosen.sheet, chosen.year or ANY_YEAR)))
    _check_length(text for _, text in stray)
    return replace(chosen, stray=stray)


def _told(section: Section, reading: Reading | None, chosen: Reading) -> Iterator[tuple[str, str]]:
    """What has no place in the chosen form: before it, in its title, in it, and all that another form says."""
    yield from texts_before(section)
    if reading is chosen:
        yield from chosen.stray
        return
    if reading is None:
        yield from whole_text(section)
        return
    name = reading.sheet.title_for(reading.year or ANY_YEAR)
    yield from (
        (f"{name} · {place.slot.label}", place.text) for place in reading.found if place.value is not None
    )
    yield from ((f"{name} · {where}", text) for where, text in reading.stray)


def _best(section: Section, sheets: Mapping[str, Sheet]) -> Reading | None:
    """Read a section as the form that its title names, else as the one with the most labels."""
    tried = [section.sheet] if section.sheet else list(sheets.values())
    results = [(_places(sheet, section), sheet) for sheet in tried]
    places, sheet = max(results, key=lambda result: result[0].by_label + result[0].by_tag)
    if places.by_label < ENOUGH_LABELS and not places.by_tag:
        return None
    _check_length(places.texts.values())
    return _reading(sheet, section.year, list(places.texts.items()), places.stray)


def _check_length(texts: Iterable[str]) -> None:
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise UnreadableWord("文件中的文字过多，无法读取。请核对是否选错了文件。")


def _places(sheet: Sheet, section: Section) -> Places:
    return find_places(pattern(sheet, section.year or ANY_YEAR), section.elements)


def _reading(sheet: Sheet, year: int | None, texts: list, stray: list[tuple[str, str]]) -> Reading:
    found, stray = [], list(stray)
    for path, text in texts:
        try:
            slot = slot_at(sheet, path)
        except KeyError:
            stray.append((path, text))
            continue
        found.append(Found(slot, text.strip("\n"), _understood(slot, text)))
    return Reading(sheet, year, tuple(found), tuple(stray))


def _understood(slot: Slot, text: str) -> Any:
    kind = kind_of(slot.leaf)
    try:
        return kind.parse(slot.leaf, text)
    except Malformed:
        return Raw(kind.raw_text(text.strip()))

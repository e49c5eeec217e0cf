"""Puts the texts of a filled-in form to its places: by the labels beside them, else by tags."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from sheets.answers import MAX_BLOCKS, Slot, slot_at
from sheets.reading.align import take_apart
from sheets.reading.body import Marked, read_text
from sheets.reading.package import W
from sheets.reading.pairs import Pair, pair_cells
from sheets.reading.pattern import Entry, Pattern

PICTURE = "（图片）"


@dataclass
class Places:
    """What was found: the text of each place by its key path, and (where, text) of what has no place.

    ``by_label`` counts the labels that were found, ``by_tag`` the tagged controls away from labels.
    """

    texts: dict[str, str] = field(default_factory=dict)
    stray: list[tuple[str, str]] = field(default_factory=list)
    by_label: int = 0
    by_tag: int = 0


def find_places(pattern: Pattern, elements: Iterable[etree._Element]) -> Places:
    """Return the texts in these paragraphs and tables of a form."""
    search = _Search(pattern)
    for element in elements:
        if element.tag == f"{W}tbl":
            search.table(element)
        else:
            search.loose(read_text([element]))
    return search.places


class _Search:
    """One search through a form. A repeatable part has begun anew when one of its places comes again."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern, self.places = pattern, Places()
        self._where = ""
        self._block: dict[str, int] = {}

    def table(self, table: etree._Element) -> None:
        """Read a table."""
        for pair in pair_cells(self.pattern, table):
            if pair.entry:
                self._take(pair.entry, pair.read)
            else:
                self._other(pair)

    def _take(self, entry: Entry, read: Marked) -> None:
        self.places.by_label += 1
        answers, rest = take_apart(self.pattern.sheet, entry, read)
        for hole in entry.holes:
            self._put(hole.slot, answers[hole.slot.path])
        if entry.holes:
            self._left(entry.title, rest, read.pictures)

    def _put(self, slot: Slot, text: str) -> None:
        """Keep the text of a place; of a place that comes twice the first that is filled in counts."""
        if slot.part.repeatable:
            slot = replace(slot, index=self._index(slot))
        beyond = slot.index is not None and slot.index >= MAX_BLOCKS
        if beyond or self.places.texts.get(slot.path, "").strip():
            self._left(slot.label, text)
        else:
            self.places.texts[slot.path] = text

    def _index(self, slot: Slot) -> int:
        """Which repetition of its part a place belongs to."""
        number = self._block.get(slot.part.key, 0)
        if replace(slot, index=number).path in self.places.texts:
            number += 1
        self._block[slot.part.key] = number
        return number

    def _other(self, pair: Pair) -> None:
        """A cell that stands at no label: wording, tables with labels of their own, or text to be told."""
        cell = pair.cells[0]
        if any(pair_cell.entry for table in cell.nested for pair_cell in pair_cells(self.pattern, table)):
            for table in cell.nested:
                self.table(table)
        elif self.pattern.is_wording(cell.read.text):
            self._where = cell.read.text.strip() or self._where
        else:
            self.loose(cell.read)

    def loose(self, read: Marked) -> None:
        """Text at no label: 标签：答案 in one, tagged controls, or nothing of ours."""
        if self.pattern.is_wording(read.text):
            self._where = read.text.strip() or self._where
            return
        for mark in ("：", "\n"):
            head, found, _ = read.text.replace(":", "：").partition(mark)
            entry = self.pattern.entry(head) if found else None
            if entry and entry.holes:
                self._take(entry, _behind(read, len(head) + 1))
                return
        if not self._tagged(read):
            self._left(self._where, read.text, read.pictures)

    def _tagged(self, read: Marked) -> bool:
        """Where the label is gone and the tags are there: each answer from its first control to its last."""
        ends: dict[str, tuple[int, int]] = {}
        for start, end, tag in read.spans:
            first, last = ends.get(tag, (start, end))
            ends[tag] = (min(first, start), max(last, end))
        slots = [(slot, *ends[tag]) for tag in ends if (slot := self._slot(tag))]
        for slot, start, end in slots:
            self.places.by_tag += 1
            self._put(slot, read.text[start:end])
        return bool(slots)

    def _slot(self, tag: str) -> Slot | None:
        try:
            return slot_at(self.pattern.sheet, tag)
        except KeyError:
            return None

    def _left(self, where: str, text: str, pictures: int = 0) -> None:
        text = f"{text.strip()}\n{PICTURE * pictures}".strip()
        if text:
            self.places.stray.append((where.strip() or "表格之外", text))


def _behind(read: Marked, cut: int) -> Marked:
    """The part of a text from a position on."""
    spans = [(start - cut, end - cut, tag) for start, end, tag in read.spans if start >= cut]
    return Marked(read.text[cut:], spans, read.pictures)

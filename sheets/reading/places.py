"""Puts the texts of a filled-in form to its places: by the labels beside them, else by tags."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from sheets.answers import MAX_BLOCKS, Slot, slot_at
from sheets.kinds import Malformed, kind_of
from sheets.reading.align import take_apart
from sheets.reading.body import Marked, read_text, shows
from sheets.reading.labels import labels_in
from sheets.reading.package import W
from sheets.reading.pairs import Pair, labelled, pair_cells
from sheets.reading.pattern import Entry, Pattern, says_anything

OUTSIDE = "表格之外"


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
    search, joined = _Search(pattern), False
    stray = search.places.stray
    for element in elements:
        if element.tag == f"{W}tbl":
            search.table(element)
            joined = False
            continue
        if not shows(element):
            continue
        told = len(stray)
        search.loose(read_text([element]), OUTSIDE)
        if joined and len(stray) == told + 1:  # paragraphs that follow each other are told as one text
            stray[-2:] = [(OUTSIDE, f"{stray[-2][1]}\n{stray[-1][1]}")]
        joined = joined or len(stray) == told + 1
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
                self._take(pair.entry, pair)
            else:
                self._other(pair)

    def _take(self, entry: Entry, pair: Pair) -> None:
        """Put what stands beside a label, or where nothing does, what was written behind it in its own cell."""
        self.places.by_label += 1
        read = pair.read
        answers, rest = take_apart(self.pattern, entry, read)
        own, more = take_apart(self.pattern, entry, pair.own)
        if pair.answered and all(_is_blank(hole.slot, answers[hole.slot.path]) for hole in entry.holes):
            answers, own = own, {}
        for hole in entry.holes:
            self._put(hole.slot, answers[hole.slot.path])
        left = (rest, *own.values(), more)
        self._left(
            entry.title, "\n".join(text for text in left if says_anything(text)), read.asides + pair.told
        )

    def _put(self, slot: Slot, text: str) -> None:
        """Keep the text of a place; of a place that comes twice the first that is filled in counts."""
        if slot.part.repeatable:
            slot = replace(slot, index=self._index(slot))
        beyond = slot.index is not None and slot.index >= MAX_BLOCKS
        if beyond or self.places.texts.get(slot.path, "").strip():
            self._left(slot.label, "" if _is_blank(slot, text) else text)
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
        nested = any(
            pair_cell.entry for table in cell.nested for pair_cell in pair_cells(self.pattern, table)
        )
        for table in cell.nested if nested else ():
            self.table(table)
        self.loose(cell.around if nested else cell.read, self._where)

    def loose(self, read: Marked, where: str) -> None:
        """Text at no label: 标签：答案 in one, tagged controls, or nothing of ours."""
        if self.pattern.is_wording(read.text):
            self._where = read.text.strip() or self._where
            self._left(where, "", read.asides)
            return
        labels = labels_in(self.pattern, read.text, alone=True)
        pairs = labelled(read, labels) if labels else []
        if pairs and pairs[0].entry and pairs[0].entry.holes and says_anything(pairs[0].own.text):
            for pair in pairs:
                self._take(pair.entry, pair)
        else:
            self._left(where, self._untagged(read), read.asides)

    def _untagged(self, read: Marked) -> str:
        """Where the label is gone and the tags are there: each answer from its first control to its last. Return the
        text around them.
        """
        ends: dict[str, tuple[int, int]] = {}
        for start, end, tag in read.spans:
            first, last = ends.get(tag, (start, end))
            ends[tag] = (min(first, start), max(last, end))
        slots = [(slot, *ends[tag]) for tag in ends if (slot := self._slot(tag))]
        around = list(read.text)
        for slot, start, end in slots:
            self.places.by_tag += 1
            self._put(slot, read.text[start:end])
            around[start:end] = ["\n" if char == "\n" else "" for char in read.text[start:end]]
        lines = (line.strip() for line in "".join(around).split("\n"))
        return "\n".join(line for line in lines if not self.pattern.is_wording(line)) if slots else read.text

    def _slot(self, tag: str) -> Slot | None:
        try:
            return slot_at(self.pattern.sheet, tag)
        except KeyError:
            return None

    def _left(self, where: str, text: str, asides: Iterable[str] = ()) -> None:
        text = "\n".join([*([text.strip()] if says_anything(text) else []), *asides])
        if text:
            self.places.stray.append((where.strip() or OUTSIDE, text))


def _is_blank(slot: Slot, text: str) -> bool:
    """Whether the text is what stands in an empty place."""
    try:
        return kind_of(slot.leaf).parse(slot.leaf, text) is None
    except Malformed:
        return False

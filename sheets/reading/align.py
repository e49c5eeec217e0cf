"""Takes the text of one cell apart: the printed wording, and each answer."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from sheets.answers import Slot, slot_at
from sheets.definitions import Field, Sheet
from sheets.kinds.characters import RARE
from sheets.reading.body import Marked
from sheets.reading.pattern import Entry, Hole, Pattern, squeeze

NUMBERED = r"[(（]?[\d一二三四五六七八九十]{0,2}[)）.、:]?"  # however somebody numbered an item

BLANK_LINE = " \t\u3000\u200b_"  # of what an empty line to write on is made
HARMLESS = re.compile(r"[\s_:：.。,，;；、\u200b]*")
ADDED = 2  # letters that somebody put into printed wording, from which on they are told
PRINTED, TOLD = -1, -2


def take_apart(pattern: Pattern, entry: Entry, cell: Marked) -> tuple[dict[str, str], str]:
    """Return the text of each answer by its path on the blank form, and what belongs to none of them.

    Text in a tagged control belongs to the answer of the tag; where somebody wrote beside the control, or the
    control is gone, the printed wording around the answer tells. Every character is in an answer, in the rest, or
    printed on the blank form: nothing vanishes.
    """
    work = _Cell(pattern, entry, cell)
    return work.answers(), work.rest()


class _Cell:
    """The characters of a cell, and what each belongs to: a number of a hole, None, PRINTED, or TOLD: no answer, and
    not printed either.
    """

    def __init__(self, pattern: Pattern, entry: Entry, cell: Marked) -> None:
        self.pattern = pattern
        self.text, self.holes = cell.text, entry.holes
        self.tagged: list[int | None] = [None] * len(cell.text)
        self.owner: list[int | None] = [None] * len(cell.text)
        self.controls: dict[int, list[tuple[int, int]]] = {}
        for start, end, tag in cell.spans:
            self._take_control(pattern.sheet, start, end, tag)
        self.loose = [tag is None for tag in self.tagged]
        self.places: list[set[int]] = []
        for match in RARE.finditer(self.text):
            self._print(*match.span())
        self._drop_signature(entry.signature)
        for wording in entry.printed:
            self._drop(wording)
        self._drop_retyped(entry.printed)
        self._share()

    def _take_control(self, sheet: Sheet, start: int, end: int, tag: str) -> None:
        slot = _slot(sheet, tag)
        for number, hole in enumerate(self.holes):
            if slot and _same_place(slot, hole):
                self.controls.setdefault(number, []).append((start, end))
                self.tagged[start:end] = [number] * (end - start)

    def _drop_signature(self, lines: tuple[str, ...]) -> None:
        """Mark the place for signature and seal; what is written there by machine is told."""
        if not lines:
            return
        found = squeeze(self.text, self.loose)
        starts = [
            match.start() for match in re.finditer(re.escape(lines[0].partition(":")[0]) + ":", found.text)
        ]
        starts = [start for start in starts if self._begins_line(found.at[start]) or not self.holes]
        if starts:
            for position in range(found.at[starts[-1]], len(self.text)):
                if self.loose[position]:
                    self.owner[position] = TOLD
            for line in lines:
                self._print_signed(line)

    def _print_signed(self, line: str) -> None:
        """Mark the printed words of a line of the signature."""
        signed = squeeze(self.text, [owner == TOLD for owner in self.owner])
        start = signed.text.find(line)
        if start >= 0:
            for position in signed.at[start : start + len(line)]:
                self.owner[position] = PRINTED

    def _begins_line(self, position: int) -> bool:
        return not self.text[self.text.rfind("\n", 0, position) + 1 : position].strip()

    def _free(self, tagged: bool = False) -> list[bool]:
        return [
            owner is None and (tagged or loose) for owner, loose in zip(self.owner, self.loose, strict=True)
        ]

    def _drop(self, wording: str) -> None:
        """Mark printed wording, with the brackets around it and the line that it had to itself."""
        core = wording.strip("()")
        complete = len(self.controls) == len(self.holes)
        for tagged in (False,) if complete else (False, True):
            found = squeeze(self.text, self._free(tagged))
            start = found.text.find(core)
            if start >= 0 and core:
                end = start + len(core)
                start -= found.text[start - 1 : start] == "(" and wording[0] == "("
                end += found.text[end : end + 1] == ")"
                self._print(found.at[start], found.at[end - 1] + 1)
                return

    def _drop_retyped(self, printed: tuple[str, ...]) -> None:
        """Mark a line in brackets that is almost a hint."""
        for match in re.finditer(r"^[ \t\u3000]*[(（].*[)）][ \t\u3000]*$", self.text, re.MULTILINE):
            if self.owner[match.start()] is None and all(self.loose[match.start() : match.end()]):
                line = squeeze(match[0]).text
                if likely := self.pattern.hint_like(line, printed):
                    told = added(likely, line) >= ADDED
                    self._print(match.start(), match.end(), TOLD if told else PRINTED)

    def _print(self, start: int, end: int, owner: int = PRINTED) -> None:
        first = not self.text[:start].strip(" \t\u3000") or self.text[:start].rstrip(" \t\u3000").endswith(
            "\n"
        )
        last = re.match(r"[ \t\u3000]*(\n|$)", self.text[end:])
        if first and last:
            end += last.end()
        for position in range(start, end):
            if self.loose[position] or self.tagged[position] is not None:
                self.owner[position] = owner

    def _share(self) -> None:
        """Give every other character to the hole whose label stands before it."""
        marks = self._labels()
        for number, (_, start) in marks.items():
            end = min((begin for begin, after in marks.values() if after > start), default=len(self.text))
            for position in range(start, end):
                if self.owner[position] is None:
                    self.owner[position] = number

    def _labels(self) -> dict[int, tuple[int, int]]:
        """Where the label of each hole begins and ends; a hole without one begins with the cell."""
        found, after = {}, 0
        for number, hole in enumerate(self.holes):
            place = (0, 0) if not hole.label else self._label(hole.label, after)
            if place:
                found[number] = place
                after = place[1]
                for position in range(*place):
                    self.owner[position] = PRINTED
        return found

    def _label(self, label: str, after: int) -> tuple[int, int] | None:
        """Where this label stands: as printed, or at the beginning of a line with another number before it."""
        complete = len(self.controls) == len(self.holes)
        for tagged in (False,) if complete else (False, True):
            keep = [free and position >= after for position, free in enumerate(self._free(tagged))]
            found = squeeze(self.text, keep)
            name = re.escape(label.strip(":").lstrip("0123456789."))
            exact = list(re.finditer(re.escape(label.strip(":")), found.text))
            other = list(re.finditer(NUMBERED + name, found.text))
            placed = [match for match in exact + other if self._begins_line(found.at[match.start()])]
            for match in [*placed, *exact]:
                end = found.at[match.end() - 1] + 1
                return found.at[match.start()], end + len(re.match(r"[ \t]*[:：]|", self.text[end:])[0])
        return None

    def answers(self) -> dict[str, str]:
        """The text of each answer."""
        self.places = [self._answer(number, hole.slot.leaf) for number, hole in enumerate(self.holes)]
        return {
            hole.slot.path: "".join(self.text[place] for place in sorted(places))
            for hole, places in zip(self.holes, self.places, strict=True)
        }

    def _answer(self, number: int, leaf: Field) -> set[int]:
        """The places of the characters of an answer."""
        around = self._owned(number, (None, number))
        if number not in self.controls:
            return around
        outside = self._owned(number, (None,))
        beside = "".join(self.text[place] for place in sorted(outside))
        if self._has_own_line(number) or not HARMLESS.fullmatch(
            beside.replace(leaf.unit, "", 1) if leaf.unit else beside
        ):
            return around
        for place in outside:
            self.owner[place] = PRINTED
        spans = self.controls[number]
        return set(range(min(start for start, _ in spans), max(end for _, end in spans)))

    def _has_own_line(self, number: int) -> bool:
        """Whether text of a hole that stands in no control fills a line: then it is part of the answer."""
        position = 0
        for line in self.text.split("\n"):
            places = [position + index for index, char in enumerate(line) if char not in BLANK_LINE]
            if places and all(self.owner[place] == number and self.tagged[place] is None for place in places):
                return True
            position += len(line) + 1
        return False

    def _owned(self, number: int, tags: tuple[int | None, ...]) -> set[int]:
        """Where the characters of a hole are that stand in one of these controls (None: in no control)."""
        whole = enumerate(zip(self.owner, self.tagged, strict=True))
        return {place for place, (owner, tag) in whole if owner == number and tag in tags}

    def rest(self) -> str:
        """What belongs to no answer and is not printed on the form; ``answers`` were taken before."""
        taken = set().union(*self.places)
        left = (
            "\n" if char == "\n" else "" if place in taken or self.owner[place] == PRINTED else char
            for place, char in enumerate(self.text)
        )
        lines = (line.strip() for line in "".join(left).split("\n"))
        return "\n".join(line for line in lines if not HARMLESS.fullmatch(line))


@lru_cache(1000)
def added(printed: str, written: str) -> int:
    """How many letters and digits the written text has beyond the printed one."""
    changes = SequenceMatcher(None, printed, written, autojunk=False).get_opcodes()
    new = "".join(written[start:end] for kind, _, _, start, end in changes if kind in ("insert", "replace"))
    return sum(char.isalnum() for char in new)


def _slot(sheet: Sheet, tag: str) -> Slot | None:
    """The place that a tag names."""
    try:
        return slot_at(sheet, tag)
    except KeyError:
        return None


def _same_place(slot: Slot, hole: Hole) -> bool:
    """Whether that is the place of the hole, in whatever repetition."""
    return (slot.part.key, slot.parent, slot.leaf) == (hole.slot.part.key, hole.slot.parent, hole.slot.leaf)

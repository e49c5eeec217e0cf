"""Two people on one part of a form: what each changed is put together, nothing is overwritten in silence.

A web form carries a mark of every answer it showed: its *copy*. What differs from the copy was changed by the
person (mine) or, in the database, by others meanwhile (theirs). Only a place that both changed differently is a
conflict. The blocks of a repeatable part have no names: a block of the copy is found again by its content.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from sheets.answers import MAX_BLOCKS, Slot, blocks, dump_field, put, slots
from sheets.definitions import Field, Part, Sheet

Marks = Mapping[str, str]
MARK_CHARACTERS = 16


@dataclass(frozen=True)
class Conflict:
    """A place that two people changed. ``theirs`` stands in the answers, ``mine`` was not stored.

    ``slot`` is the place in the person's copy, ``path`` the key path where the answer stands now. Both versions are
    values, ``Raw`` or None.
    """

    slot: Slot
    path: str
    mine: Any
    theirs: Any


@dataclass
class Merged:
    """What came of it.

    Attributes:
        answers: theirs, with everything of mine that is no conflict.
        copy: the marks that the person's page carries from now on: of what it shows, or, where both versions
            differ, of what both came from.
        conflicts: places where both versions differ.
        gone: blocks of the copy that others removed while the person changed them; not stored.
        newer: places that others changed and the person did not: the page shows them as they were.
        places: block of the copy → block of ``answers``.
    """

    answers: dict
    copy: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    newer: list[Slot] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether everything of mine is in the answers."""
        return not self.conflicts and not self.gone


def mark(leaf: Field, value: Any) -> str:
    """The mark of one answer: a value, a ``Raw``, or None."""
    return "" if value is None else mark_data(dump_field(leaf, value))


def mark_data(data: Any) -> str:
    """A short mark of JSON data; equal data have equal marks, None has an empty one."""
    if data is None:
        return ""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_CHARACTERS]


class Verdict(Enum):
    """Which version of one place holds."""

    THEIRS = "theirs"
    MINE = "mine"
    CLASH = "clash"


def verdict(before: str, mine: str, now: str) -> Verdict:
    """Decide about one place by the marks of the copy, of what the person has, and of what is stored now."""
    if mine in (before, now):
        return Verdict.THEIRS
    return Verdict.MINE if now == before else Verdict.CLASH


def marks_of(sheet: Sheet, answers: dict, parts: tuple[Part, ...] | None = None) -> dict[str, str]:
    """The marks of all places by key path."""
    return {slot.path: mark(slot.leaf, value) for slot, value in slots(sheet, answers, parts)}


def merge(
    sheet: Sheet,
    part: Part,
    copy: Marks,
    mine: dict,
    theirs: dict,
    *,
    decided: Marks | None = None,
    back: Collection[int] = (),
    dropped: Collection[int] = (),
) -> Merged:
    """Put what a person entered in one part into the answers as they are now.

    Args:
        copy: the marks that the person's page carried; a place without one is taken as unchanged by others.
        mine: the answers as the person sees them, blocks in the order of the copy.
        theirs: the answers as they are stored.
        decided: for a conflict that was shown, the mark of the version that the person has taken note of.
        back: blocks to be put back although others removed them.
        dropped: blocks to be given up because others removed them.
    """
    merged = Merged(deepcopy(theirs))
    if part.repeatable:
        merged.answers[part.key] = deepcopy(blocks(theirs, part))
        merged.places = _places(sheet, part, copy, mine, theirs)
    held = {slot.path: value for slot, value in slots(sheet, theirs, (part,))}
    for index, entered in _by_block(sheet, part, mine):
        if index is None or index in merged.places:
            _merge_block(merged, entered, held, copy, decided or {})
        elif _is_new(entered, copy) or index in back:
            _put_back(merged, part, index, entered, copy)
        else:
            _leave_out(merged, index, entered, copy, index in dropped)
    return merged


Entered = list[tuple[Slot, Any]]


def _by_block(sheet: Sheet, part: Part, mine: dict) -> Iterator[tuple[int | None, Entered]]:
    """What was entered, block by block; a part that does not repeat is one block without an index."""
    found: dict[int | None, Entered] = {}
    for slot, value in slots(sheet, mine, (part,)):
        found.setdefault(slot.index, []).append((slot, value))
    return iter(found.items())


def _is_new(entered: Entered, copy: Marks) -> bool:
    """Whether the page carried no marks of a block: it is the person's own."""
    return not any(slot.path in copy for slot, _ in entered)


def _merge_block(merged: Merged, entered: Entered, held: Mapping, copy: Marks, decided: Marks) -> None:
    for slot, value in entered:
        there = slot if slot.index is None else replace(slot, index=merged.places[slot.index])
        now, mine = mark(slot.leaf, held.get(there.path)), mark(slot.leaf, value)
        before = decided.get(slot.path, copy.get(slot.path, now))
        found = verdict(before, mine, now)
        if found is Verdict.CLASH:
            merged.conflicts.append(Conflict(slot, there.path, value, held.get(there.path)))
        elif found is Verdict.MINE:
            put(merged.answers, there, value)
        elif mine != now:
            merged.newer.append(slot)
        merged.copy[slot.path] = copy.get(slot.path, "") if found is Verdict.CLASH else mine


def _put_back(merged: Merged, part: Part, index: int, entered: Entered, copy: Marks) -> None:
    """Add a block of mine at the end, while there is room."""
    place = len(merged.answers[part.key])
    if place >= MAX_BLOCKS:
        _leave_out(merged, index, entered, copy, False)
        return
    merged.places[index] = place
    merged.answers[part.key].append({})
    for slot, value in entered:
        put(merged.answers, replace(slot, index=place), value)
        merged.copy[slot.path] = mark(slot.leaf, value)


def _leave_out(merged: Merged, index: int, entered: Entered, copy: Marks, dropped: bool) -> None:
    """A block that others removed stays away; what the person changed in it is not given up without a word."""
    changed = any(mark(slot.leaf, value) != copy.get(slot.path, "") for slot, value in entered)
    merged.copy |= {slot.path: copy.get(slot.path, "") for slot, _ in entered}
    if changed and not dropped:
        merged.gone.append(index)


def moved_blocks(sheet: Sheet, part: Part, old: dict, new: dict) -> dict[int, int]:
    """Which block of the new answers each block of the old ones has become; one that was removed is left out."""
    return _places(sheet, part, marks_of(sheet, old, (part,)), old, new)


def aligned(sheet: Sheet, old: dict, new: dict) -> dict:
    """The old answers with each block where it stands among the new ones; blocks that were removed come last."""
    found = dict(old)
    for part in sheet.repeatable_parts:
        there, moved = blocks(old, part), moved_blocks(sheet, part, old, new)
        placed: list[dict] = [{} for _ in blocks(new, part)]
        for index, place in moved.items():
            placed[place] = there[index]
        found[part.key] = placed + [each for index, each in enumerate(there) if index not in moved]
    return found


def _places(sheet: Sheet, part: Part, copy: Marks, mine: dict, theirs: dict) -> dict[int, int]:
    """Which block of theirs each block of the copy has become."""
    there = list(_block_marks(sheet, part, theirs, {}))
    then = list(_block_marks(sheet, part, mine, copy))
    if not any(slot.path in copy for slot, _ in slots(sheet, mine, (part,))):
        return {index: index for index in range(min(len(then), len(there)))}
    found: dict[int, int] = {}
    for _, a1, a2, b1, b2 in SequenceMatcher(None, then, there, autojunk=False).get_opcodes():
        if a2 - a1 == b2 - b1:
            found |= zip(range(a1, a2), range(b1, b2), strict=True)
        else:
            found |= _alike(then, there, range(a1, a2), range(b1, b2))
    return found


def _block_marks(sheet: Sheet, part: Part, answers: dict, copy: Marks) -> Iterator[tuple[str, ...]]:
    """The marks of each block: of the copy where it has them, else of the answers."""
    for _, entered in _by_block(sheet, part, answers):
        yield tuple(copy.get(slot.path, mark(slot.leaf, value)) for slot, value in entered)


def _alike(then: list, there: list, old: range, new: range) -> Iterator[tuple[int, int]]:
    """Pair blocks, in order, that still have a filled answer in common."""
    start = new.start
    for index in old:
        for other in range(start, new.stop):
            if any(a == b != "" for a, b in zip(then[index], there[other], strict=True)):
                yield index, other
                start = other + 1
                break

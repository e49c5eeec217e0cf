"""Finds the labels in a cell, and what somebody wrote behind a label in the label's own cell."""

import re
from dataclasses import dataclass

from sheets.kinds import Malformed, kind_of
from sheets.reading.align import ADDED, added
from sheets.reading.pattern import Entry, Pattern, Squeezed, says_anything, squeeze

COLON = re.compile(r"[ \t\u3000]*[:：]?[ \t\u3000]*")
BRACKET = re.compile(r"\(([^()]*)\)")
UNIT_WORDS = "单位人民币计:"  # what people write into the bracket of a label beside the unit
WORDS = ("text", "longtext")


@dataclass(frozen=True)
class Label:
    """A label of the form in a text. What was written behind it ends where the next label begins.

    ``answered`` says that it can be an answer; without it is only told (申报单位名称（盖章）). ``retyped`` are the
    words of a label into which more was written.
    """

    entry: Entry
    start: int
    end: int
    answered: bool = True
    retyped: str = ""


def labels_in(pattern: Pattern, text: str, alone: bool) -> list[Label]:
    """Return the label at which a text begins, and those of the same row that follow in it (项目总投资：1 固定资产投资：2).

    Args:
        alone: no cell beside it can hold the answer, so one may stand on the next line.
    """
    squeezed = squeeze(text)
    first = _exact(pattern, text, squeezed, alone) or _alike(pattern, text)
    return [first, *_mates(pattern, text, squeezed, first)] if first else []


def _exact(pattern: Pattern, text: str, squeezed: Squeezed, alone: bool) -> Label | None:
    """The label with which the text begins letter by letter."""
    begin = len(squeezed.text) - len(squeezed.text.lstrip(":*_"))
    names = (name for name in pattern.entries if squeezed.text.startswith(name, begin))
    name = max(names, key=len, default="")
    if not name:
        return None
    entry = pattern.entries[name]
    end = _behind_unit(entry, name, squeezed.text, begin + len(name))
    rest = squeezed.text[end:].lstrip(":*_")
    label = Label(entry, 0, _colon(text, squeezed.at[end - 1] + 1))
    if not says_anything(rest):
        return Label(entry, 0, len(text))
    gap = text[squeezed.at[end - 1] + 1 : squeezed.at[end]]
    if squeezed.text[end] == ":" or (alone and "\n" in gap) or _means_something(entry, text[label.end :]):
        return label
    return None if squeezed.text[end].isalpha() else Label(entry, 0, label.end, answered=False)


def _behind_unit(entry: Entry, name: str, text: str, end: int) -> int:
    """Where a label ends whose bracket was written otherwise: 项目总投资（单位：万元）."""
    match = BRACKET.match(text, end)
    unit = entry.label[len(name) :].strip("()")
    if match and unit and unit in match[1] and not match[1].replace(unit, "").strip(UNIT_WORDS):
        return match.end()
    return end


def _means_something(entry: Entry, text: str) -> bool:
    """Whether the text is an answer to the one question behind the label, where not every text is one."""
    if len(entry.holes) != 1 or entry.holes[0].slot.leaf.kind in WORDS:
        return False
    leaf = entry.holes[0].slot.leaf
    try:
        return kind_of(leaf).parse(leaf, text) is not None
    except Malformed:
        return False


def _alike(pattern: Pattern, text: str) -> Label | None:
    """The label that somebody retyped, whole or before a colon."""
    head, colon, _ = text.replace(":", "：").partition("：")
    for words in (text, head if colon else ""):
        entry = None if pattern.is_wording(words) else pattern.entry(words)
        if entry:
            more = added(entry.label, squeeze(words).text.strip(":*_")) >= ADDED
            return Label(entry, 0, _colon(text, len(words)), retyped=words.strip() if more else "")
    return None


def _mates(pattern: Pattern, text: str, squeezed: Squeezed, first: Label) -> list[Label]:
    """Labels of the same row, each with a colon, in what was written behind the first."""
    mates = []
    for name, entry in pattern.entries.items():
        if entry.row == first.entry.row and entry.label not in (
            first.entry.label,
            *(m.entry.label for m in mates),
        ):
            for match in re.finditer(re.escape(name) + r"(\([^()]*\))?:", squeezed.text):
                start = squeezed.at[match.start()]
                if start >= first.end:
                    mates.append(Label(entry, start, squeezed.at[match.end() - 1] + 1))
                    break
    return sorted(mates, key=lambda mate: mate.start)


def _colon(text: str, position: int) -> int:
    return COLON.match(text, position).end()

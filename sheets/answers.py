"""The answers of one form as JSON data by key, and the values they stand for.

Answers are ``{field key: dumped value}``; a field with items holds ``{item key: …}``, a repeatable part is
a list of such dicts under the key of the part. Blank is absent. An entry that cannot be understood is kept
as ``{"raw": text}``, so that a draft never loses what was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sheets.definitions import Field, Part, Sheet
from sheets.kinds import Malformed, Raw, kind_of

MAX_BLOCKS = 10


@dataclass(frozen=True)
class Slot:
    """One place of a form that holds one answer: a leaf field at its position.

    ``index`` counts the repetitions of a repeatable part from 0; ``parent`` is the field when ``leaf`` is
    one of its items.
    """

    part: Part
    parent: Field | None
    leaf: Field
    index: int | None = None

    @property
    def path(self) -> str:
        """The key path: ``technologies/0/name``, ``performance/social_benefit``, ``address``."""
        keys = [self.part.key, str(self.index)] if self.index is not None else []
        return "/".join([*keys, *([self.parent.key] if self.parent else []), self.leaf.key])

    @property
    def html_id(self) -> str:
        """The HTML id of the web field."""
        prefix = f"{self.part.key}-{self.index}-" if self.index is not None else ""
        return f"id_{prefix}{self.leaf.key}"

    @property
    def label(self) -> str:
        """The label in words: ``技术 1 · 技术名称``, ``企业数量 · 已入驻企业``."""
        block = [f"{self.part.block} {self.index + 1}"] if self.index is not None else []
        return " · ".join([*block, *([self.parent.label] if self.parent else []), self.leaf.label])


class Trouble(Enum):
    """What is the matter with a place: nothing there, too long, or not to be understood."""

    MISSING = "missing"
    OVER = "over"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Problem:
    """Something missing, malformed or over its limit; ``anchor`` is the HTML id of the input, which is on
    the page of ``part_key``.
    """

    part_key: str
    field_key: str
    index: int | None
    item: str | None
    label: str
    message: str
    anchor: str
    trouble: Trouble = Trouble.MISSING


def sentence(label: str, message: str) -> str:
    """A message that stands alone: with the label in front, unless the message names the field itself."""
    *where, name = label.split(" · ")
    return "：".join([*where, message] if name in message else [label, message])


def blocks(answers: dict, part: Part) -> list[dict]:
    """Return the answers of each repetition of a part, at least one."""
    if not part.repeatable:
        return [answers]
    listed = answers.get(part.key)
    return (
        [block for block in listed if isinstance(block, dict)] or [{}] if isinstance(listed, list) else [{}]
    )


def slots(sheet: Sheet, answers: dict, parts: tuple[Part, ...] | None = None) -> Iterator[tuple[Slot, Any]]:
    """Walk every place of the form in order, with its value: a value, a ``Raw`` or None."""
    for part in sheet.parts if parts is None else parts:
        for index, block in enumerate(blocks(answers, part)):
            for field in part.answer_fields:
                yield from _field_slots(part, field, block, index if part.repeatable else None)


def _field_slots(part: Part, field: Field, block: dict, index: int | None) -> Iterator[tuple[Slot, Any]]:
    data = block.get(field.key)
    for leaf in field.leaves:
        if field.items:
            inner = data.get(leaf.key) if isinstance(data, dict) else None
            yield Slot(part, field, leaf, index), load_field(leaf, inner)
        else:
            yield Slot(part, None, leaf, index), load_field(leaf, data)


def load_field(field: Field, data: Any) -> Any:
    """Return the value of one JSON answer; what is not understood comes as a ``Raw``."""
    if isinstance(data, dict) and set(data) == {"raw"}:
        return Raw(str(data["raw"]))
    return read_entry(field, data)


def read_entry(field: Field, entry: Any) -> Any:
    """Return the value of an entry from outside (web, Word); what is not understood comes as a ``Raw``."""
    kind = kind_of(field)
    try:
        return kind.clean(field, entry)
    except Malformed:
        return Raw(kind.raw_text(entry))


def dump_field(field: Field, value: Any) -> Any:
    """Return one value as JSON data. ``Raw`` is kept as such."""
    return {"raw": value.text} if isinstance(value, Raw) else kind_of(field).dump(field, value)


def put(answers: dict, slot: Slot, value: Any) -> None:
    """Store a value (or None for blank) at its place, in place."""
    target = answers
    if slot.index is not None:
        listed = answers.setdefault(slot.part.key, [])
        listed.extend({} for _ in range(slot.index + 1 - len(listed)))
        target = listed[slot.index]
    stored = {} if value is None else {slot.leaf.key: dump_field(slot.leaf, value)}
    if slot.parent:
        inner = target.get(slot.parent.key)
        kept = (
            {key: data for key, data in inner.items() if key != slot.leaf.key}
            if isinstance(inner, dict)
            else {}
        )
        stored = {slot.parent.key: kept | stored} if kept | stored else {}
    target.pop((slot.parent or slot.leaf).key, None)
    target.update(stored)


def tidy(sheet: Sheet, answers: dict) -> dict:
    """Return the answers without what is empty, and with nothing the form does not know."""
    known = {field.key for _, field in sheet.plain_fields()} | {part.key for part in sheet.repeatable_parts}
    return {key: value for key, value in answers.items() if key in known and value not in ([], [{}])}


def without_persons(sheet: Sheet, answers: dict) -> dict:
    """Return the answers without those that name a person or lead to one, for eyes that must not get them (REV-2).

    Only what the form knows and does not mark as such passes.
    """
    shown: dict = {}
    for slot, value in slots(sheet, answers):
        put(shown, slot, None if slot.leaf.person else value)
    return tidy(sheet, shown)


def load(sheet: Sheet, answers: dict) -> dict[str, Any]:
    """Return the values by key path (see ``Slot.path``); blank places are left out."""
    return {slot.path: value for slot, value in slots(sheet, answers) if value is not None}


def dump(sheet: Sheet, values: dict[str, Any]) -> dict:
    """Return the JSON answers of values by key path; the inverse of ``load``. Raises KeyError."""
    answers: dict = {}
    for path, value in values.items():
        put(answers, slot_at(sheet, path), value)
    return tidy(sheet, answers)


def slot_at(sheet: Sheet, path: str) -> Slot:
    """Return the place with that key path. Raises KeyError."""
    keys = path.split("/")
    for part in sheet.parts:
        index, rest = None, keys
        if part.repeatable:
            if keys[0] != part.key or len(keys) < 3 or not keys[1].isdecimal() or int(keys[1]) >= MAX_BLOCKS:
                continue
            index, rest = int(keys[1]), keys[2:]
        for field in part.answer_fields:
            for leaf in field.leaves:
                slot = Slot(part, field if field.items else None, leaf, index)
                if rest == ([field.key, leaf.key] if field.items else [leaf.key]):
                    return slot
    raise KeyError(path)


def problems(sheet: Sheet, answers: dict, by: str = "applicant") -> list[Problem]:
    """Return what stands in the way of submission in the parts filled in by ``by``, in order of the form."""
    parts = sheet.applicant_parts if by == "applicant" else (sheet.recommender_part,)
    found = []
    for slot, value in slots(sheet, answers, parts):
        for focus, message in slot_faults(slot.leaf, value):
            found.append(_problem(slot, focus, message, _trouble(slot.leaf, value)))
    return found


def _trouble(field: Field, value: Any) -> Trouble:
    """What is the matter with a value that has faults or gaps."""
    kind = kind_of(field)
    if isinstance(value, Raw):
        return Trouble.MALFORMED
    if value is None or not kind.faults(field, value):
        return Trouble.MISSING
    return Trouble.OVER if kind.over_limit(field, value) else Trouble.MALFORMED


def slot_faults(field: Field, value: Any, complete: bool = True) -> list[tuple[str, str]]:
    """Return (what follows the HTML id, message) for a value, a ``Raw`` or None."""
    kind = kind_of(field)
    if isinstance(value, Raw):
        try:
            kind.clean(field, value.text)
        except Malformed as error:
            return [(kind.focus(field), str(error))]
        return [(kind.focus(field), "请重新填写并保存。")]
    found = [] if value is None else kind.faults(field, value)
    return found or (kind.gaps(field, value) if complete and field.required else [])


def _problem(slot: Slot, focus: str, message: str, trouble: Trouble) -> Problem:
    field = slot.parent or slot.leaf
    item = slot.leaf.key if slot.parent else None
    anchor = slot.html_id + focus
    return Problem(slot.part.key, field.key, slot.index, item, slot.label, message, anchor, trouble)


def diff(sheet: Sheet, old: dict, new: dict) -> list[tuple[Slot, str, str]]:
    """Return (place, old text, new text) for every place that differs, in order of the form."""
    before = {slot: display(slot.leaf, value) for slot, value in slots(sheet, old)}
    after = {slot: display(slot.leaf, value) for slot, value in slots(sheet, new)}
    order = [slot for slot, _ in slots(sheet, _longer(sheet, old, new))]
    pairs = ((slot, before.get(slot, ""), after.get(slot, "")) for slot in order)
    return [pair for pair in pairs if pair[1] != pair[2]]


def _longer(sheet: Sheet, old: dict, new: dict) -> dict:
    return {part.key: max(blocks(old, part), blocks(new, part), key=len) for part in sheet.repeatable_parts}


def display(field: Field, value: Any) -> str:
    """Return a value, a ``Raw`` or None as text with its unit."""
    return value.text if isinstance(value, Raw) else kind_of(field).display(field, value)


def cells(sheet: Sheet, answers: dict) -> list[tuple[str, Any]]:
    """Return (label, Excel cell value) for every place of the form."""
    return [
        (slot.label, value.text if isinstance(value, Raw) else kind_of(slot.leaf).cell(slot.leaf, value))
        for slot, value in slots(sheet, answers)
    ]

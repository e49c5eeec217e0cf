"""Answers keyed by the official labels, as people write them in a file and read them from one.

Items stand by their own names, a repeatable part is a list under its name (技术), 推荐意见 stands for
whatever the opinion is called on the form.
"""

from typing import Any

from sheets.answers import MAX_BLOCKS, Slot, blocks, put, slots, tidy
from sheets.definitions import Field, Part, Sheet
from sheets.kinds import Malformed, Raw, kind_of

OPINION = "推荐意见"


class AnswersError(ValueError):
    """The answers cannot be taken over; the message is one Chinese sentence that names the label."""


def from_labels(sheet: Sheet, mapping: Any) -> dict:
    """Return the JSON answers of a mapping by official labels. What is left out stays blank.

    Raises AnswersError for unknown labels, wrong kinds, malformed values and texts over their limit.
    """
    if not isinstance(mapping, dict):
        raise AnswersError("内容应为“标签: 答案”的形式。")
    answers: dict = {}
    plain = tuple(part for part in sheet.parts if not part.repeatable)
    repeatable = {part.block: part for part in sheet.repeatable_parts}
    places = _places(sheet, plain)
    for label, raw in mapping.items():
        if label in repeatable:
            _take_blocks(sheet, answers, repeatable[label], raw)
        elif label in places:
            _take(answers, places[label], raw)
        else:
            raise AnswersError(f"“{label}”：申报表中没有这一项。")
    return tidy(sheet, answers)


def _places(sheet: Sheet, parts: tuple[Part, ...]) -> dict[str, Slot]:
    found = {slot.leaf.label: slot for slot, _ in slots(sheet, {}, parts)}
    opinion = next((slot for slot in found.values() if _is_opinion(slot.leaf)), None)
    return found | ({OPINION: opinion} if opinion else {})


def _is_opinion(field: Field) -> bool:
    return field.key == "recommender_opinion"


def _take_blocks(sheet: Sheet, answers: dict, part: Part, raw: Any) -> None:
    if raw is None:
        return
    if not isinstance(raw, list) or not all(isinstance(block, dict) for block in raw):
        raise AnswersError(f"“{part.block}”：应为一个列表，每项技术一组。")
    if len(raw) > MAX_BLOCKS:
        raise AnswersError(f"“{part.block}”：最多 {MAX_BLOCKS} 项。")
    answers[part.key] = [{} for _ in raw]
    known = {field.label: field for field in part.answer_fields}
    for index, block in enumerate(raw):
        for label, value in block.items():
            if label not in known:
                raise AnswersError(f"“{part.block} {index + 1} · {label}”：申报表中没有这一项。")
            _take(answers, Slot(part, None, known[label], index), value)


def _take(answers: dict, slot: Slot, raw: Any) -> None:
    kind = kind_of(slot.leaf)
    try:
        value = kind.clean(slot.leaf, raw)
    except Malformed as error:
        raise AnswersError(f"“{slot.label}”：{error}") from error
    if value is None:
        return
    for _, message in kind.faults(slot.leaf, value):
        raise AnswersError(f"“{slot.label}”：{message}")
    put(answers, slot, value)


def to_labels(sheet: Sheet, answers: dict) -> dict[str, Any]:
    """Return the answers by official labels, blank ones left out; the inverse of ``from_labels``."""
    mapping: dict[str, Any] = {}
    for slot, value in slots(sheet, answers):
        target = mapping
        if slot.index is not None and slot.part.key in answers:
            listed = mapping.setdefault(slot.part.block, [{} for _ in blocks(answers, slot.part)])
            target = listed[slot.index]
        if value is None:
            continue
        label = OPINION if _is_opinion(slot.leaf) else slot.leaf.label
        written = value.text if isinstance(value, Raw) else kind_of(slot.leaf).labelled(slot.leaf, value)
        target[label] = written
    return mapping

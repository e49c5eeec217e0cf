"""Boxes to tick: one choice, several choices, yes or no."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from sheets.definitions import Field
from sheets.kinds import handwritten
from sheets.kinds.base import Kind, Malformed, Raw, line_faults, one_line
from sheets.widgets import OptionsWithText

TICKED, EMPTY = "☑", "☐"
GAP = "\u3000"
BOX = r"\s*([☑☒■√✓✔☐□])\s*"
LONG_CHOICE, LINE_OF_CHOICES = 14, 32
NO_TEXT = "_____"
WORDS = {True: "是", False: "否", None: ""}


@dataclass(frozen=True)
class Picked:
    """A choice on a form whose last choice asks for a text (其他（类型：…）)."""

    choice: str
    other: str = ""


@dataclass(frozen=True)
class Answered:
    """Yes or no (or not yet said) on a form that asks for a detail with yes (是（称号：…）)."""

    yes: bool | None
    detail: str = ""


def _lines(words: list[str]) -> str:
    """Set boxes on paper: long ones one below the other, short ones on one line if they fit."""
    if max(map(len, words)) > LONG_CHOICE:
        return "\n".join(words)
    if sum(map(len, words)) > LINE_OF_CHOICES:
        return "\n".join(GAP.join(words[start : start + 2]) for start in range(0, len(words), 2))
    return GAP.join(words)


def _box(ticked: bool) -> str:
    return TICKED if ticked else EMPTY


def _read_boxes(patterns: list[str], text: str) -> list[Any] | None:
    """Return for each option the ticked state and its text, or None when the line was rewritten."""
    match = re.fullmatch("".join(BOX + pattern for pattern in patterns) + r"\s*", text, re.DOTALL)
    return list(match.groups()) if match else None


def _with_text(label: str, name: str) -> str:
    return re.escape(label) + rf"（{re.escape(name)}：(.*)）"


def _inner_text(raw: Any) -> str:
    text = one_line(raw)
    return "" if set(text) <= {"_", " "} else text


class Choices(Kind):
    """Any number of the choices, kept in the order of the form."""

    verb = "请选择"

    def focus(self, field: Field) -> str:
        return "_0_0" if field.other_text or field.detail else "_0"

    def _clean(self, field: Field, raw: Any) -> tuple[str, ...] | None:
        listed = raw if isinstance(raw, list | tuple) else [raw]
        names = [name for name in (one_line(item, "请从选项中选择。") for item in listed) if name]
        for name in names:
            if name not in field.choices:
                raise Malformed(f"没有“{name}”这一选项，请从选项中选择：{'、'.join(field.choices)}。")
        return tuple(choice for choice in field.choices if choice in names) or None

    def dump(self, field: Field, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def text(self, field: Field, value: tuple[str, ...] | None) -> str:
        return _lines([f"{_box(choice in (value or ()))} {choice}" for choice in field.choices])

    def _parse(self, field: Field, text: str) -> tuple[str, ...] | None:
        boxes = _read_boxes([re.escape(choice) for choice in field.choices], text)
        if boxes is None:
            return self.clean(field, handwritten.ticked(field.choices, text) if text.strip() else None)
        return self.clean(field, [c for c, box in zip(field.choices, boxes, strict=True) if box not in "☐□"])

    def display(self, field: Field, value: tuple[str, ...] | None) -> str:
        return "、".join(value or ())

    def faults(self, field: Field, value: tuple[str, ...]) -> list[tuple[str, str]]:
        if field.exclusive in value and len(value) > 1:
            return [(self.focus(field), f"“{field.exclusive}”不能与其他选项同时选择。")]
        return []

    def initial(self, field: Field, value: Any) -> Any:
        return value.text.split("、") if isinstance(value, Raw) else list(value or ())

    def widget(self, field: Field) -> forms.Widget:
        return forms.CheckboxSelectMultiple(choices=[(choice, choice) for choice in field.choices])


class Choice(Kind):
    """One of the choices; where the form has ``other_text`` the value is a ``Picked``."""

    verb = "请选择"

    def focus(self, field: Field) -> str:
        return "_0_0" if field.other_text or field.detail else "_0"

    def _clean(self, field: Field, raw: Any) -> str | Picked | None:
        choice, other = self._pair(field, raw)
        if choice and choice not in field.choices:
            raise Malformed(f"没有“{choice}”这一选项，请从选项中选择一项：{'、'.join(field.choices)}。")
        if not field.other_text:
            return choice or None
        return Picked(choice, other) if choice or other else None

    def _pair(self, field: Field, raw: Any) -> tuple[str, str]:
        if isinstance(raw, Picked):
            return raw.choice, raw.other
        if isinstance(raw, dict) and field.other_text:
            if set(raw) <= {"choice", "other"}:
                return one_line(raw.get("choice")), _inner_text(raw.get("other"))
            if set(raw) == {field.choices[-1]}:
                return field.choices[-1], _inner_text(raw[field.choices[-1]])
        return one_line(raw, f"请从选项中选择一项：{'、'.join(field.choices)}。"), ""

    def dump(self, field: Field, value: str | Picked) -> Any:
        return {"choice": value.choice, "other": value.other} if isinstance(value, Picked) else value

    def text(self, field: Field, value: str | Picked | None) -> str:
        chosen = value.choice if isinstance(value, Picked) else value
        words = [f"{_box(choice == chosen)} {choice}" for choice in field.choices]
        lines = _lines(words)
        if field.other_text:
            other = value.other if isinstance(value, Picked) else ""
            lines += f"（{field.other_text}：{other or NO_TEXT}）"
        return lines

    def _parse(self, field: Field, text: str) -> str | Picked | None:
        patterns = [re.escape(choice) for choice in field.choices]
        if field.other_text:
            patterns[-1] = _with_text(field.choices[-1], field.other_text)
        found = _read_boxes(patterns, text)
        if found is None:
            chosen, other = self._handwritten(field, text)
        else:
            other = found.pop() if field.other_text else ""
            chosen = [choice for choice, box in zip(field.choices, found, strict=True) if box not in "☐□"]
        if len(chosen) > 1:
            raise Malformed("只能选择一项。")
        picked = chosen[0] if chosen else ""
        return self.clean(field, {"choice": picked, "other": other} if field.other_text else picked)

    def _handwritten(self, field: Field, text: str) -> tuple[list[str], str]:
        """The choices and the text of a line that somebody rewrote."""
        other = ""
        if field.other_text:
            text, other = handwritten.other_text(field.choices[-1], field.other_text, text)
        return handwritten.ticked(field.choices, text) if text.strip() else [], other

    def display(self, field: Field, value: str | Picked | None) -> str:
        if isinstance(value, Picked):
            return f"{value.choice}（{field.other_text}：{value.other}）" if value.other else value.choice
        return value or ""

    def labelled(self, field: Field, value: str | Picked) -> Any:
        if isinstance(value, Picked):
            return {value.choice or field.choices[-1]: value.other} if value.other else value.choice
        return value

    def faults(self, field: Field, value: str | Picked) -> list[tuple[str, str]]:
        if not isinstance(value, Picked) or not value.other:
            return []
        if value.choice != field.choices[-1]:
            last = field.choices[-1]
            return [
                (
                    "_1",
                    f"只有选择“{last}”时才填写{field.other_text}：请选择“{last}”，或清空{field.other_text}。",
                )
            ]
        return line_faults(value.other, "_1")

    def gaps(self, field: Field, value: str | Picked | None) -> list[tuple[str, str]]:
        if value is None or (isinstance(value, Picked) and not value.choice):
            return [(self.focus(field), f"{self.verb}{field.label}。")]
        if isinstance(value, Picked) and value.choice == field.choices[-1] and not value.other:
            return [("_1", f"选择“{value.choice}”时，请填写{field.other_text}。")]
        return []

    def initial(self, field: Field, value: Any) -> Any:
        if isinstance(value, Raw):
            return {"choice": value.text, "other": ""} if field.other_text else value.text
        return self.dump(field, value) if value is not None else None

    def widget(self, field: Field) -> forms.Widget:
        options = [(choice, choice) for choice in field.choices]
        if field.other_text:
            return OptionsWithText(("choice", "other"), options, field.other_text)
        return forms.RadioSelect(choices=options)


class YesNo(Kind):
    """Yes or no; where the form has a ``detail`` the value is an ``Answered``."""

    verb = "请选择"
    wrong = "请选择“是”或“否”。"

    def focus(self, field: Field) -> str:
        return "_0_0" if field.detail else "_0"

    def _clean(self, field: Field, raw: Any) -> bool | Answered | None:
        answer, detail = raw, ""
        if isinstance(raw, Answered):
            answer, detail = raw.yes, raw.detail
        elif isinstance(raw, dict) and field.detail and set(raw) <= {"answer", "detail", "答", field.detail}:
            answer = raw.get("answer", raw.get("答"))
            detail = _inner_text(raw.get("detail", raw.get(field.detail)))
        if not isinstance(answer, bool):
            word = one_line(answer, self.wrong)
            if word not in ("是", "否", ""):
                raise Malformed(self.wrong)
            if not word and not detail:
                return None
            answer = {"是": True, "否": False, "": None}[word]
        return Answered(answer, detail) if field.detail else answer

    def dump(self, field: Field, value: bool | Answered) -> Any:
        return {"answer": value.yes, "detail": value.detail} if isinstance(value, Answered) else value

    def text(self, field: Field, value: bool | Answered | None) -> str:
        yes, detail = (value.yes, value.detail) if isinstance(value, Answered) else (value, "")
        if not field.detail:
            return WORDS[yes]
        return f"{_box(yes is True)} 是（{field.detail}：{detail or NO_TEXT}）{GAP}{_box(yes is False)} 否"

    def _parse(self, field: Field, text: str) -> bool | Answered | None:
        patterns = [_with_text("是", field.detail) if field.detail else "是", "否"]
        found = _read_boxes(patterns, text)
        if found is None:
            return self._handwritten(field, text)
        detail = found.pop(1) if field.detail else ""
        yes, no = (box not in "☐□" for box in found)
        if yes and no:
            raise Malformed("“是”和“否”只能选择一项。")
        answer = "是" if yes else "否" if no else ""
        return self.clean(field, {"answer": answer, "detail": detail} if field.detail else answer)

    def _handwritten(self, field: Field, text: str) -> bool | Answered | None:
        """What somebody wrote in place of the boxes."""
        if not text.strip():
            return None
        if field.detail:
            yes, detail = handwritten.yes_or_no(field.detail, text)
            return self.clean(field, {"answer": WORDS[yes], "detail": detail})
        chosen = handwritten.ticked(("是", "否"), text)
        if len(chosen) > 1:
            raise Malformed("“是”和“否”只能选择一项。")
        return self.clean(field, chosen[0] if chosen else None)

    def display(self, field: Field, value: bool | Answered | None) -> str:
        if isinstance(value, Answered):
            return WORDS[value.yes] + (f"（{field.detail}：{value.detail}）" if value.detail else "")
        return WORDS[value]

    def labelled(self, field: Field, value: bool | Answered) -> Any:
        if isinstance(value, Answered):
            word = WORDS[value.yes]
            return {"答": word, field.detail: value.detail} if value.detail else word
        return WORDS[value]

    def faults(self, field: Field, value: bool | Answered) -> list[tuple[str, str]]:
        if not isinstance(value, Answered) or not value.detail:
            return []
        if value.yes is False:
            return [("_1", f"已选择“否”，请清空{field.detail}；确有{field.detail}的，请选择“是”。")]
        return line_faults(value.detail, "_1")

    def gaps(self, field: Field, value: bool | Answered | None) -> list[tuple[str, str]]:
        if value is None or (isinstance(value, Answered) and value.yes is None):
            return [(self.focus(field), f"{self.verb}{field.label}。")]
        if isinstance(value, Answered) and value.yes and not value.detail:
            return [("_1", f"选择“是”时，请填写{field.detail}。")]
        return []

    def initial(self, field: Field, value: Any) -> Any:
        if isinstance(value, Raw):
            return {"answer": value.text, "detail": ""} if field.detail else value.text
        if isinstance(value, Answered):
            return {"answer": WORDS[value.yes], "detail": value.detail}
        return WORDS[value]

    def widget(self, field: Field) -> forms.Widget:
        options = [("是", "是"), ("否", "否")]
        if field.detail:
            return OptionsWithText(("answer", "detail"), options, field.detail)
        return forms.RadioSelect(choices=options)

"""Texts: one line, long text, telephone, mobile, e-mail."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from sheets.definitions import Field
from sheets.kinds.base import (
    Kind,
    Malformed,
    holds_control_characters,
    line_faults,
    one_line,
    scrub,
    too_long,
    without_font,
)
from sheets.widgets import LimitedText
from sheets.wordcount import count

ROOM = "\u2005"  # a quarter of an em: blanks of the Word form are made of it, so no answer begins or ends with it
UNREADABLE = "\ufffd"  # stands where a control character was typed into a name
LONG_CHARACTERS = 20_000  # where the form prints no limit; also keeps a run without spaces in bounds


class Text(Kind):
    """One line of text, such as a name; white space is joined to single spaces.

    Control characters are refused, not taken out: a name is as it was typed. What was refused shows ``UNREADABLE`` there.
    """

    person, most = None, None
    wrong = f"含有看不见的控制字符，请删去后重新填写（显示为“{UNREADABLE}”的地方）。"

    def _clean(self, field: Field, raw: Any) -> str | None:
        if isinstance(raw, str) and (UNREADABLE in raw or holds_control_characters(raw)):
            raise Malformed(self.wrong)
        return one_line(raw) or None

    def raw_text(self, raw: Any) -> str:
        """What the person typed, with a sign that can be seen where no sign can be kept."""
        shown = "".join(UNREADABLE if holds_control_characters(sign) else sign for sign in str(raw))
        return super().raw_text(shown)

    def faults(self, field: Field, value: str) -> list[tuple[str, str]]:
        return line_faults(value)

    def over_limit(self, field: Field, value: str) -> bool:
        return bool(too_long(value))


class LongText(Kind):
    """Paragraphs. Indentation is kept; white space at line ends, blank lines around and ``ROOM`` are not."""

    person, most = None, None

    def _clean(self, field: Field, raw: Any) -> str | None:
        if raw is None:
            return None
        if isinstance(raw, bool | list | tuple | dict):
            raise Malformed("请填写文字。")
        lines = [line.rstrip() for line in scrub(str(raw)).split("\n")]
        return "\n".join(lines).strip(f"\n{ROOM}") or None

    def faults(self, field: Field, value: str) -> list[tuple[str, str]]:
        return self._length(field, value) + without_font(value)

    def _length(self, field: Field, value: str) -> list[tuple[str, str]]:
        written = count(value)
        if field.limit and written > field.limit:
            return [("", f"限 {field.limit} 字，现有 {written} 字，请删减 {written - field.limit} 字。")]
        if len(value) > LONG_CHARACTERS:
            return [("", f"请精简到 {LONG_CHARACTERS} 个字符以内（现有 {len(value)} 个）。")]
        return []

    def over_limit(self, field: Field, value: str) -> bool:
        return bool(self._length(field, value))

    def widget(self, field: Field) -> forms.Widget:
        if field.limit:
            return LimitedText(field.limit, {"rows": min(4 + field.limit // 150, 16)})
        return forms.Textarea({"rows": 4})


class Phone(Kind):
    """A telephone number: landline with or without extension, mobile, or service number."""

    person = True
    pattern = re.compile(r"\+?(86-?)?1[3-9]\d{9}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}", re.A)
    wrong = "请填写电话号码，例如 010-12345678 或 11 位手机号码。"

    def _clean(self, field: Field, raw: Any) -> str | None:
        text = unicodedata.normalize("NFKC", one_line(raw, self.wrong))
        text = re.sub(r"[‐‑–—−]+", "-", text).replace(" ", "")
        text = re.sub(r"^\((0\d{2,3})\)-?", r"\1-", text)
        text = re.sub(r"-?转(?=\d)", "-", text)
        if text and not self.pattern.fullmatch(text):
            raise Malformed(self.wrong)
        return text or None

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def _parse(self, field: Field, text: str) -> str | None:
        """Read back, also with 电话： before it. Raises Malformed."""
        return self.clean(
            field, re.sub(r"^\s*(?:联系)?(?:电话|手机|座机|Tel|TEL)(?:号码)?\s*[:：]?", "", text)
        )


class Mobile(Phone):
    """A mobile number of eleven digits."""

    pattern = re.compile(r"1[3-9]\d{9}", re.A)
    wrong = "请填写 11 位手机号码。"


class Email(Kind):
    """An e-mail address."""

    person = True
    wrong = "请填写电子邮箱，例如 name@example.org。"
    validator = EmailValidator()

    def _clean(self, field: Field, raw: Any) -> str | None:
        text = unicodedata.normalize("NFKC", one_line(raw, self.wrong)).replace(" ", "")
        try:
            if text:
                self.validator(text)
        except ValidationError as error:
            raise Malformed(self.wrong) from error
        return text or None

    def widget(self, field: Field) -> forms.Widget:
        return forms.EmailInput(attrs={"autocomplete": "email"})

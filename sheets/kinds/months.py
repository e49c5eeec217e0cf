"""A period of months (建设周期)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from sheets.definitions import Field
from sheets.kinds import handwritten
from sheets.kinds.base import Kind, Malformed, Raw, one_line, scrub
from sheets.widgets import MonthInputs

BETWEEN = "—"
MONTH = re.compile(r"([12]\d{3})\s*[-/.年]\s*(\d{1,2})\s*(?:月|-\d{1,2}(?:[T ][\d:]+)?)?", re.A)


@dataclass(frozen=True)
class MonthRange:
    """From the month of ``start`` to the month of ``end``; both are the first day of a month."""

    start: date
    end: date


class Months(Kind):
    """From month to month."""

    wrong = "请填写起止年月，例如 2025-03 至 2026-06。"

    def focus(self, field: Field) -> str:
        return "_0"

    def _clean(self, field: Field, raw: Any) -> MonthRange | None:
        if isinstance(raw, MonthRange):
            return raw
        if isinstance(raw, str):
            raw = re.split(r"(?:[—–~～至到]|--)+", scrub(raw))
        if not isinstance(raw, list | tuple):
            raw = [raw]
        ends = [one_line(end, self.wrong) for end in raw]
        if not any(ends):
            return None
        if len(ends) != 2 or any(isinstance(end, float) for end in raw):
            raise Malformed(self.wrong)
        return MonthRange(self._month(ends[0]), self._month(ends[1]))

    def _month(self, text: str) -> date:
        match = MONTH.fullmatch(unicodedata.normalize("NFKC", text))
        if not match or not 1 <= int(match[2]) <= 12:
            raise Malformed(self.wrong)
        return date(int(match[1]), int(match[2]), 1)

    def dump(self, field: Field, value: MonthRange) -> list[str]:
        return [f"{end:%Y-%m}" for end in (value.start, value.end)]

    def text(self, field: Field, value: MonthRange | None) -> str:
        if value is None:
            return field.format
        return BETWEEN.join(f"{end:%Y年%m月}" for end in (value.start, value.end))

    def _parse(self, field: Field, text: str) -> MonthRange | None:
        if handwritten.same_words(text, field.format):
            return None
        try:
            return self.clean(field, text)
        except Malformed:
            ends = handwritten.two_months(text)
            if ends is None:
                raise
        return self.clean(field, ends)

    def display(self, field: Field, value: MonthRange | None) -> str:
        return "" if value is None else self.text(field, value)

    def faults(self, field: Field, value: MonthRange) -> list[tuple[str, str]]:
        return [("_1", "结束年月不能早于开始年月。")] if value.end < value.start else []

    def raw_text(self, raw: Any) -> str:
        if isinstance(raw, list | tuple):
            return BETWEEN.join(scrub(str(end or "")) for end in raw)
        return super().raw_text(raw)

    def initial(self, field: Field, value: Any) -> Any:
        if isinstance(value, Raw):
            return value.text.split(BETWEEN, 1)
        return self.dump(field, value) if value is not None else None

    def widget(self, field: Field) -> forms.Widget:
        return MonthInputs()

"""Amounts: money in 万元, area in km², counts."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from sheets.definitions import Field
from sheets.kinds.base import Kind, Malformed, one_line


class Amount(Kind):
    """A number that is not negative; full-width digits, thousands commas and the unit are understood."""

    places = 0
    digits = 9  # before the decimal point
    units: tuple[str, ...] = ()
    wrong = "请填写整数，例如 200。"

    def clean(self, field: Field, raw: Any) -> Any:
        text = unicodedata.normalize("NFKC", one_line(raw, self.wrong))
        text = re.sub(r"[,\s]", "", text)
        for unit in filter(None, (*self.units, field.unit)):
            text = text.removesuffix(unit)
        match = re.fullmatch(r"([0-9]+)(?:\.([0-9]+))?", text)
        if not text:
            return None
        if not match or len(match[2] or "") > self.places:
            raise Malformed(self.wrong)
        if len(match[1].lstrip("0")) > self.digits:
            raise Malformed(f"数值过大，请核对单位（整数部分最多 {self.digits} 位）。")
        return self.number(text)

    def number(self, text: str) -> Any:
        """Turn clean digits into the value."""
        return Decimal(text)

    def dump(self, field: Field, value: Decimal) -> str:
        return self.text(field, value)

    def text(self, field: Field, value: Decimal | None) -> str:
        return "" if value is None else f"{value:f}"

    def cell(self, field: Field, value: Any) -> Any:
        return value

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(attrs={"inputmode": "decimal"})


class MoneyWan(Amount):
    """Money in 万元, always with two decimal places."""

    places = 2
    units = ("万元",)
    wrong = "请填写金额（万元），最多两位小数，例如 2350.50。"

    def number(self, text: str) -> Decimal:
        return Decimal(text).quantize(Decimal("0.01"))

    def display(self, field: Field, value: Decimal | None) -> str:
        return "" if value is None else f"{self.text(field, value)} 万元"


class AreaKm2(Amount):
    """An area in square kilometres, up to four decimal places, as precise as it was written."""

    places = 4
    digits = 5
    units = ("平方公里", "km2")
    wrong = "请填写面积（平方公里），最多四位小数，例如 3.2。"

    def faults(self, field: Field, value: Decimal) -> list[tuple[str, str]]:
        return [("", "面积应大于 0。")] if not value else []


class Count(Amount):
    """A count of enterprises or people."""

    def number(self, text: str) -> int:
        return int(text)

    def dump(self, field: Field, value: int) -> int:
        return value

    def text(self, field: Field, value: int | None) -> str:
        return "" if value is None else str(value)

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(attrs={"inputmode": "numeric"})

"""Amounts: money in 万元, area in km², counts."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from sheets.definitions import Field
from sheets.kinds import handwritten
from sheets.kinds.base import Kind, Malformed, one_line


class Amount(Kind):
    """A number that is not negative; full-width digits, thousands commas and the unit are understood."""

    places = 0
    digits = 9  # before the decimal point
    units: tuple[str, ...] = ()
    scales: dict[str, str] = {}  # units that people write, and what one of them is in the unit of the form
    wrong = "请填写整数，例如 200。"

    def _clean(self, field: Field, raw: Any) -> Any:
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

    def _parse(self, field: Field, text: str) -> Any:
        """Read what stands in Word, also 约 5.6 km² or 3,000 万元整. Raises Malformed."""
        try:
            return self.clean(field, text)
        except Malformed:
            digits = handwritten.amount(text, self.scales | ({field.unit: "1"} if field.unit else {}))
            if digits is None:
                raise
        return self.clean(field, digits)

    def number(self, text: str) -> Any:
        """Turn clean digits into the value."""
        return Decimal(text)

    def dump(self, field: Field, value: Any) -> Any:
        return self.text(field, value)

    def text(self, field: Field, value: Any) -> str:
        return "" if value is None else f"{value:f}"

    def cell(self, field: Field, value: Any) -> Any:
        return value

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(attrs={"inputmode": "decimal"})


class MoneyWan(Amount):
    """Money in 万元, always with two decimal places."""

    places = 2
    units = ("万元",)
    scales = {"": "1", "万": "1", "万元": "1", "元": "0.0001", "亿": "10000", "亿元": "10000"}
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
    scales = {
        **dict.fromkeys(("", "平方公里", "平方千米", "km2"), "1"),
        **dict.fromkeys(("公顷", "ha", "万平方米", "万平米", "万m2"), "0.01"),
        **dict.fromkeys(("平方米", "平米", "m2"), "0.000001"),
    }
    wrong = "请填写面积（平方公里），最多四位小数，例如 3.2。"

    def faults(self, field: Field, value: Decimal) -> list[tuple[str, str]]:
        return [("", "面积应大于 0。")] if not value else []


class Count(Amount):
    """A count of enterprises or people."""

    scales = {**dict.fromkeys(("", "家", "个", "户", "人", "名"), "1"), "万": "10000", "万人": "10000"}

    def number(self, text: str) -> int:
        return int(text)

    def dump(self, field: Field, value: Any) -> int:
        return value

    def text(self, field: Field, value: Any) -> str:
        return "" if value is None else str(value)

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(attrs={"inputmode": "numeric"})

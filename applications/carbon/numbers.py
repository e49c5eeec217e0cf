"""Numbers as people type them, and the one rule of rounding."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from sheets.kinds.base import scrub

TONNE_PLACES = 2
RULE = "每行的基准排放和项目排放各自按四舍五入保留到 0.01 吨；减排量、各项措施小计和合计都由这些数加减得出，不再取舍。"
PRECISION = 80  # digits: more than any product of two entries has, so that only the stated rounding rounds
HALF_WIDTH = {
    code: code - 0xFEE0  # U+FF10 is ０, U+0030 is 0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
BETWEEN = re.compile(r"(?<=[0-9A-Za-z])[．／－](?=[0-9A-Za-z万亿])")
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


class NotANumber(ValueError):
    """The entry is not such a number; the message says what to write."""


def half_width(text: str) -> str:
    """Return text with full-width digits and letters in their usual form, and the ．／－ between them; else as it is."""
    return BETWEEN.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(HALF_WIDTH))


def words(entry: Any, limit: int = 4000) -> str:
    """Return an entry as clean text; what is no text is empty. ``limit`` is a wall against floods, in characters."""
    return scrub(entry).strip()[:limit] if isinstance(entry, str) else ""


def number(text: str, *, digits: int = 12, places: int = 6, signed: bool = False) -> Decimal | None:
    """Return the number that was typed, None for blank. Full-width digits and thousands commas are understood.

    Args:
        digits: at most so many before the point.
        places: at most so many after it.
        signed: whether it may be negative.

    Raises:
        NotANumber: it is none, or has too many digits.
    """
    clean = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if not clean:
        return None
    match = NUMBER.fullmatch(clean)
    if not match:
        raise NotANumber("请填写数字，例如 1200.5。")
    if match[1] and not signed:
        raise NotANumber("请填写不小于 0 的数字。")
    if len(match[2].lstrip("0")) > digits:
        raise NotANumber(f"数值过大，请核对单位（整数部分最多 {digits} 位）。")
    if len(match[3] or "") > places:
        raise NotANumber(f"最多填写 {places} 位小数。")
    return Decimal(clean)


def rounded(value: Decimal, places: int = TONNE_PLACES) -> Decimal:
    """Round half up (away from zero): the one rule, see ``RULE``."""
    with localcontext(prec=PRECISION):
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def product(*factors: Decimal) -> Decimal:
    """Multiply without rounding."""
    with localcontext(prec=PRECISION):
        result = Decimal(1)
        for factor in factors:
            result *= factor
        return result


def added(*values: Decimal) -> Decimal:
    """Add without rounding."""
    with localcontext(prec=PRECISION):
        return sum(values, Decimal(0))


def quotient(over: Decimal, under: Decimal, places: int) -> Decimal:
    """Divide and round half up to so many places; ``under`` is not zero."""
    with localcontext(prec=PRECISION):
        return rounded(over / under, places)


def shown(value: Decimal | None) -> str:
    """Return a number in plain digits; blank for None."""
    return "" if value is None else f"{value:f}"

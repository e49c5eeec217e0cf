"""What people write in Word in place of what the form prints: own ticks, units, dates in words. Read, never guessed:
where a part of the writing would be lost or could mean two things, it is ``Malformed``.
"""

import re
import unicodedata
from decimal import Decimal

from sheets.kinds.base import Malformed

TICKS = "☑☒■√✓✔●◉▣◼⊠✅"
BOXES = "☐□○◯▢◻"
MARKS = f"[{TICKS}{BOXES}]"
TICK_IN_BRACKETS = re.compile(r"[\[(【]\s*[xX×√✓✔vV]\s*[\])】]")
EMPTY_BRACKETS = re.compile(r"[\[(【]\s*[\])】]")
BETWEEN = re.compile(r"[\s、,;。./|_\-:和及]*")
ABOUT = re.compile(r"^(?:人民币|RMB|¥|共计?|合计|总计|大?约|约为)+|(?:左右|整|[。.;])+$")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
MONTHS = re.compile(r"([12]\d{3})\s*[-/.年]\s*(\d{1,2})(?!\d)\s*(?:月份?)?(?:[-/.]?\d{1,2}(?!\d)日?)?")
AROUND_MONTHS = re.compile(r"[\s—–―~～\-至到自从由起止始底初末,;()。]*(?:共?\d+个月[\s)。]*)?")


def narrow(text: str) -> str:
    """The text with full-width characters as narrow ones."""
    return unicodedata.normalize("NFKC", text)


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, spaces, widths and capitals aside."""
    return "".join(narrow(one).lower().split()) == "".join(narrow(other).lower().split())


def ticked(choices: tuple[str, ...], text: str) -> list[str]:
    """Return the choices that are ticked in a line that somebody rewrote.

    Marks may stand before or behind the names; where there are none, the names that stand there are chosen.

    Raises:
        Malformed: there is other text, or a name has no mark among others that have one.
    """
    line = "".join(narrow(text).split())
    line = EMPTY_BRACKETS.sub("☐", TICK_IN_BRACKETS.sub("☑", line))
    spans = _named(choices, line)
    if not spans:
        raise Malformed(f"请从选项中选择：{'、'.join(choices)}。")
    ends = [0, *(end for _, end, _ in spans)]
    gaps = [line[end:start] for end, (start, _, _) in zip(ends, spans, strict=False)] + [line[ends[-1] :]]
    if any(not BETWEEN.fullmatch(re.sub(MARKS, "", gap)) for gap in gaps):
        raise Malformed("选项之外还有其他文字，请核对后选择。")
    if not re.search(MARKS, line):
        return [choice for *_, choice in spans]
    before, behind = (bool(re.search(MARKS, gap)) for gap in (gaps[0], gaps[-1]))
    own = gaps[:-1] if before else gaps[1:]
    unmarked = any(not re.search(MARKS, gap) for gap in own) and re.search(f"[{BOXES}]", line)
    if before == behind or unmarked:
        raise Malformed("有的选项看不出是否选择，请核对后选择。")
    return [choice for gap, (*_, choice) in zip(own, spans, strict=True) if re.search(f"[{TICKS}]", gap)]


def _named(choices: tuple[str, ...], line: str) -> list[tuple[int, int, str]]:
    """Where each choice stands in the line, also without its bracket, in order."""
    found: list[tuple[int, int, str]] = []
    for choice in sorted(choices, key=len, reverse=True):
        whole = "".join(narrow(choice).split())
        for name in (whole, whole.partition("(")[0]):
            places = (match.span() for match in re.finditer(re.escape(name), line))
            free = [(a, b) for a, b in places if all(b <= start or a >= end for start, end, _ in found)]
            if free:
                found.append((*free[0], choice))
                break
    return sorted(found)


def other_text(last: str, name: str, text: str) -> tuple[str, str]:
    """Take the text that goes with the last choice out of a line: (line without it, text)."""
    inside = rf"{re.escape(last)}\s*[（(]\s*(?:{re.escape(name)}\s*[：:])?(.*?)[）)]"
    behind = rf"{re.escape(last)}\s*[：:](.*)$"
    match = re.search(inside, text, re.DOTALL) or re.search(behind, text, re.DOTALL)
    if not match:
        return text, ""
    return f"{text[: match.start()]}{last}{text[match.end() :]}", match[1].strip()


def yes_or_no(name: str, text: str) -> tuple[bool | None, str]:
    """Return (yes, detail) of 是（称号：…） 否 as somebody rewrote it; ``name`` is that of the detail.

    Raises:
        Malformed: it is neither.
    """
    detail = rf"(?:[（(]\s*(?:{re.escape(name)}\s*[：:])?(.*?)[）)]|[：:，,、]\s*(?:{re.escape(name)}\s*[：:])?(.*?))?"
    whole = rf"\s*({MARKS}*)\s*[是有]\s*{detail}\s*({MARKS}*)\s*(?:([否无])\s*({MARKS}*))?\s*[。.]?\s*"
    if re.fullmatch(rf"\s*[{TICKS}]*\s*(?:否|无|没有)\s*[{TICKS}]*\s*[。.]?\s*", text):
        return False, ""
    match = re.fullmatch(whole, text, re.DOTALL)
    if not match:
        raise Malformed("请选择“是”或“否”。")
    before, inside, behind, middle, no, after = match.groups(default="")
    said = " ".join((inside or behind).split()).strip("_ ")
    if not no:
        return (None if before and before in BOXES else True), said
    yes_marks, no_marks = (before, middle) if before or not after else (middle, after)
    yes, no_ticked = (bool(re.search(f"[{TICKS}]", marks)) for marks in (yes_marks, no_marks))
    if yes and no_ticked:
        raise Malformed("“是”和“否”只能选择一项。")
    return (True if yes else False if no_ticked else None), said


def amount(text: str, scales: dict[str, str]) -> str | None:
    """Return plain digits of a number written with its unit, or None. ``scales`` maps units to factors."""
    line = re.sub(r"[,\s]", "", narrow(text))
    line = ABOUT.sub("", ABOUT.sub("", line))
    match = re.fullmatch(r"(\d{1,15}(?:\.\d{1,9})?)([^\d.].*)?", line, re.ASCII)
    if not match or (match[2] or "") not in scales:
        return None
    number = (Decimal(match[1]) * Decimal(scales[match[2] or ""])).normalize()
    return f"{number:f}"


def two_months(text: str) -> list[str] | None:
    """Return the two months in a free writing of a period, or None when it says anything else."""
    line = _plain_months(narrow(text))
    found = list(MONTHS.finditer(line))
    if len(found) != 2:
        return None
    rest = MONTHS.sub("", line)
    if not AROUND_MONTHS.fullmatch(rest):
        return None
    return [f"{match[1]}-{int(match[2]):02d}" for match in found]


def _plain_months(line: str) -> str:
    """Years and months in Chinese numerals as digits: 二〇二五年十二月."""
    line = re.sub(r"[〇零○一二三四五六七八九]{4}(?=\s*年)", lambda match: match[0].translate(DIGITS), line)
    tens = {"十": "10", "十一": "11", "十二": "12"}
    months = r"(十[一二]?|[一二三四五六七八九])(?=\s*月)"
    return re.sub(months, lambda match: tens.get(match[0]) or match[0].translate(DIGITS), line)

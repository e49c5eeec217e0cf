"""The numbers that Word puts before paragraphs by itself, which are not in their text."""

from collections import defaultdict

from lxml import etree

from sheets.reading.package import W

DIGITS = "〇一二三四五六七八九"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
BULLET = "•"
DEEPEST = 8  # Word has nine levels
MAX_DIGITS, MAX_WRITTEN = 5, 200  # what is larger or longer is no number of a paragraph


def write_numbers(body: etree._Element, numbering: etree._Element | None, attribute: str) -> None:
    """Put the number of each numbered paragraph into an attribute of the paragraph, as the reader sees it."""
    if numbering is None:
        return
    lists = _Lists(numbering)
    for paragraph in body.iter(f"{W}p"):
        found = paragraph.find(f"{W}pPr/{W}numPr")
        if found is not None:
            text = lists.number(_value(found, "numId"), _value(found, "ilvl") or "0")
            paragraph.set(attribute, text)


def _value(element: etree._Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


class _Lists:
    """The lists of a document and how far each has counted."""

    def __init__(self, numbering: etree._Element) -> None:
        self._abstract = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
        self._list_of = {
            each.get(f"{W}numId"): _value(each, "abstractNumId") for each in numbering.iter(f"{W}num")
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._known: dict[str, dict[int, etree._Element]] = {}

    def number(self, list_id: str, level: str) -> str:
        """Count one paragraph of a list and return its number with a space behind it, or an empty text."""
        levels = self._levels(list_id)
        depth = int(level) if level.isdecimal() and len(level) <= MAX_DIGITS else 0
        if depth not in levels:
            return ""
        counts = self._counts[self._list_of[list_id]]
        counts[depth] = counts.get(depth, _start(levels[depth]) - 1) + 1
        for deeper in [count for count in counts if count > depth]:
            del counts[deeper]
        text = _value(levels[depth], "lvlText")[:MAX_WRITTEN]
        kind = _value(levels[depth], "numFmt")
        if kind in ("bullet", "none"):
            return f"{BULLET} " if kind == "bullet" else ""
        for each in range(depth + 1):
            if each in levels:
                written = _written(counts.get(each, _start(levels[each])), _value(levels[each], "numFmt"))
                text = text.replace(f"%{each + 1}", written)
        text = text[:MAX_WRITTEN]
        return f"{text} " if text and text[-1] not in "、）)．.】" else text

    def _levels(self, list_id: str) -> dict[int, etree._Element]:
        """The levels of a list by their depth, looked up once."""
        name = self._list_of.get(list_id, "")
        if name not in self._known:
            abstract = self._abstract.get(name)
            levels = abstract.iter(f"{W}lvl") if abstract is not None else ()
            by_depth = {level.get(f"{W}ilvl", "0"): level for level in levels}
            depths = {str(depth): depth for depth in range(DEEPEST + 1)}
            self._known[name] = {depths[key]: level for key, level in by_depth.items() if key in depths}
        return self._known[name]


def _start(level: etree._Element) -> int:
    written = _value(level, "start")
    return int(written) if written.isdecimal() and len(written) <= MAX_DIGITS else 1


def _written(number: int, kind: str) -> str:
    if kind.startswith(("chinese", "japanese", "ideographTraditional", "taiwanese")):
        return chinese(number)
    if kind.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)


def chinese(number: int) -> str:
    """Return a number below one hundred in Chinese, others in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    """A number as Word writes it in Roman signs; large ones in digits."""
    if number > 100:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text

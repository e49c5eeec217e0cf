"""What a reader of the Word file sees as text, with the content controls in it, and what stands there beside the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from sheets.reading.package import W

NUMBER = "portal-number"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/"
VML = "{urn:schemas-microsoft-com:vml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
WORDS = (f"{W}t", MATH, f"{A}t")
OBJECTS = {  # what is no text is told by its name
    f"{A}blip": "（图片）",
    f"{VML}imagedata": "（图片）",
    f"{DRAWN}chart}}chart": "（图表）",
    f"{DRAWN}diagram}}relIds": "（图形）",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "（嵌入的文件）",
    f"{W}altChunk": "（嵌入的文件）",
}
HIDDEN, READING, PROMPT = "（隐藏文字）", "（注音）", "（控件的提示文字）"
PROMPTS = re.compile(
    r"\s*(请?(单击|点击|选择|输入)|Click|Choose|Enter|Tap).*", re.DOTALL
)  # those of Word itself
SKIPPED = {
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "rPr",
        "pPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "instrText",
        "delText",
    )
}
BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
HYPHENS = {f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
SIGNS = BREAKS | HYPHENS
ATTRIBUTES = {f"{W}p": NUMBER, f"{W}listEntry": f"{W}val", f"{VML}textpath": "string"}  # that hold text
MARKS = (f"{W}sym", f"{W}fldChar", f"{VML}textpath")  # what else may show something
SYMBOLS = {
    "Wingdings": {0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFC: "✓", 0x6E: "■"},
    "Wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐", 0x50: "✓", 0xA2: "■"},
}
OFF = ("0", "false", "off")
WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


@dataclass
class Marked:
    """A text and the stretches of it that stand in tagged content controls: (start, end, tag).

    ``asides`` are never part of an answer, but must be told: pictures and other objects, hidden text, prompts.
    """

    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    def part(self, start: int, end: int | None = None) -> "Marked":
        """The text from one position to another; asides stay with the whole."""
        end = len(self.text) if end is None else end
        inside = [span for span in self.spans if span[0] >= start and span[1] <= end]
        return Marked(
            self.text[start:end], [(first - start, last - start, tag) for first, last, tag in inside]
        )


def read_text(elements: Iterable[etree._Element]) -> Marked:
    """Return what is visible in these elements. Tracked insertions count as made, deletions too."""
    writer = _Writer()
    for element in elements:
        writer.write(element)
    return Marked("".join(writer.pieces), writer.spans, writer.asides)


def on(element: etree._Element | None) -> bool:
    """Whether a property of Word is there and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in OFF


def written(root: etree._Element) -> Iterator[str]:
    """All texts in an element that may be read from it, whether a reader sees them or not."""
    for part in root.iter(*WORDS, f"{W}p", f"{W}listEntry", f"{VML}textpath"):
        yield part.text or "" if part.tag in WORDS else part.get(ATTRIBUTES[part.tag], "")


def shows(element: etree._Element) -> bool:
    """Whether an element may say anything. It is not read for that, which would double the work of who reads it then."""
    parts = element.iter(*WORDS, *OBJECTS, *MARKS)
    return any(part.tag not in WORDS or (part.text or "").strip() for part in parts)


def has_content(element: etree._Element) -> bool:
    """Whether there is anything in an element that a reader would miss."""
    return any(part.tag in WORDS or part.tag in OBJECTS for part in element.iter(etree.Element))


def unwrapped(parent: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """Walk children of these kinds, also those that stand in content controls or tracked insertions."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from unwrapped(child, *wanted)


class _Writer:
    """Walks elements in order and writes their text down; paragraphs and lines of tables become lines."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[tuple[int, int, str]] = []
        self.asides: list[str] = []
        self._length = 0
        self._aside_at = -1
        self._joined = False  # the mark of the last paragraph was deleted
        self._open: list[list] = []

    def write(self, element: etree._Element) -> None:
        """Write one element with all that is in it."""
        tag = element.tag
        if tag in SKIPPED or not isinstance(tag, str):
            return
        if tag in SIGNS:
            self._put(SIGNS[tag])
        elif tag in WORDS:
            self._put(element.text or "")
        elif tag == f"{W}sym":
            self._put(_symbol(element))
        elif tag == f"{W}r" and on(element.find(f"{W}rPr/{W}vanish")):
            self._aside(HIDDEN, element)
        elif tag == f"{W}rt":
            self._aside(READING, element)
        elif tag in WRITERS:
            WRITERS[tag](self, element)
        else:
            if tag in OBJECTS:
                self.asides.append(OBJECTS[tag])
            self._children(element)

    def _aside(self, name: str, parent: etree._Element) -> None:
        """Note text that is no part of what the reader sees; stretches that follow each other are one."""
        inner = read_text(parent)
        self.asides += inner.asides
        if self.asides and self.asides[-1].startswith(name) and self._aside_at == self._length:
            self.asides[-1] += inner.text
        elif inner.text.strip():
            self.asides.append(name + inner.text.strip())
            self._aside_at = self._length

    def _children(self, element: etree._Element) -> None:
        for child in element:
            self.write(child)

    def _put(self, text: str) -> None:
        if not text:
            return
        for control in self._open:
            if control[0] is None:
                control[0] = self._length
        self.pieces.append(text)
        self._length += len(text)

    def _new_line(self) -> None:
        """Begin a line, outside of controls that have not begun."""
        if self._length:
            self.pieces.append("\n")
            self._length += 1

    def paragraph(self, element: etree._Element) -> None:
        if not self._joined:
            self._new_line()
        number = element.get(NUMBER)
        if number and any((words.text or "").strip() for words in element.iter(*WORDS)):
            self._put(number)
        self._children(element)
        self._joined = element.find(f"{W}pPr/{W}rPr/{W}del") is not None

    def control(self, element: etree._Element) -> None:
        if on(element.find(f"{W}sdtPr/{W}showingPlcHdr")):
            self._prompt(element)
            return
        tag = element.find(f"{W}sdtPr/{W}tag")
        opened = [None, tag.get(f"{W}val", "") if tag is not None else ""]
        self._open.append(opened)
        for content in element.iterchildren(f"{W}sdtContent"):
            self._children(content)
        self._open.pop()
        if opened[1]:
            start = self._length if opened[0] is None else opened[0]
            self.spans.append((start, self._length, opened[1]))

    def _prompt(self, element: etree._Element) -> None:
        """What an empty control shows: nothing when Word says it in its own words, else it is told."""
        shown = read_text(element.iterchildren(f"{W}sdtContent"))
        self.asides += shown.asides
        if shown.text.strip() and not PROMPTS.fullmatch(shown.text):
            self.asides.append(PROMPT + shown.text.strip())

    def row(self, element: etree._Element) -> None:
        """A line of a table inside a cell: its cells with tabs between them."""
        if element.find(f"{W}trPr/{W}del") is not None:
            return
        self._new_line()
        for position, cell in enumerate(unwrapped(element, f"{W}tc")):
            if position:
                self._put("\t")
            inner = read_text([cell])
            self._put(" ".join(inner.text.split("\n")))
            self.asides += inner.asides

    def alternate(self, element: etree._Element) -> None:
        """The first way of showing something that says anything; the others show the same."""
        ways = [way for way in element if way.tag in (f"{MC}Choice", f"{MC}Fallback")]
        way = next(filter(shows, ways), None)
        if way is not None:
            self._children(way)

    def field_mark(self, element: etree._Element) -> None:
        """A box or a list of the old form fields shows its state; a field has its result in runs of its own."""
        if element.get(f"{W}fldCharType") != "begin":
            return
        box, choices = element.find(f"{W}ffData/{W}checkBox"), element.find(f"{W}ffData/{W}ddList")
        if box is not None:
            state = box.find(f"{W}checked")
            self._put("☑" if on(box.find(f"{W}default") if state is None else state) else "☐")
        if choices is not None:
            self._put(_chosen(choices))

    def word_art(self, element: etree._Element) -> None:
        """Letters that are drawn; their words are an attribute."""
        self._new_line()
        self._put(element.get("string", ""))


WRITERS = {
    f"{W}p": _Writer.paragraph,
    f"{W}sdt": _Writer.control,
    f"{W}tr": _Writer.row,
    f"{MC}AlternateContent": _Writer.alternate,
    f"{W}fldChar": _Writer.field_mark,
    f"{VML}textpath": _Writer.word_art,
}


def _chosen(choices: etree._Element) -> str:
    """The entry of a list that is chosen, the first where none is."""
    entries = [entry.get(f"{W}val", "") for entry in choices.iter(f"{W}listEntry")]
    result = choices.find(f"{W}result")
    number = result.get(f"{W}val", "0") if result is not None else "0"
    place = int(number) if number.isdecimal() else 0
    return entries[place] if place < len(entries) else ""


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    known = SYMBOLS.get(element.get(f"{W}font", ""))
    if known is not None:
        return known.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""

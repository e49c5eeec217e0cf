"""What a reader of the Word file sees as text, with the content controls in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from sheets.reading.package import W

NUMBER = "portal-number"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
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
        "rt",
        "delText",
    )
}
BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
HYPHENS = {f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
SIGNS = BREAKS | HYPHENS
SYMBOLS = {
    "Wingdings": {0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFC: "✓", 0x6E: "■"},
    "Wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐", 0x50: "✓", 0xA2: "■"},
}
OFF = ("0", "false", "off")
WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


@dataclass
class Marked:
    """A text and the stretches of it that stand in tagged content controls: (start, end, tag)."""

    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    pictures: int = 0


def read_text(elements: Iterable[etree._Element]) -> Marked:
    """Return what is visible in these elements. Tracked insertions count as made, deletions too."""
    writer = _Writer()
    for element in elements:
        writer.write(element)
    return Marked("".join(writer.pieces), writer.spans, writer.pictures)


def on(element: etree._Element | None) -> bool:
    """Whether a property of Word is there and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in OFF


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
        self.pictures = 0
        self._length = 0
        self._joined = False  # the mark of the last paragraph was deleted
        self._open: list[list] = []

    def write(self, element: etree._Element) -> None:
        """Write one element with all that is in it."""
        tag = element.tag
        if tag in SKIPPED or not isinstance(tag, str):
            return
        if tag in SIGNS:
            self._put(SIGNS[tag])
        elif tag in (f"{W}t", MATH):
            self._put(element.text or "")
        elif tag == f"{W}sym":
            self._put(_symbol(element))
        elif tag == f"{W}r" and on(element.find(f"{W}rPr/{W}vanish")):
            return
        elif tag in WRITERS:
            WRITERS[tag](self, element)
        else:
            self.pictures += tag in PICTURES
            self._children(element)

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
        self._put(element.get(NUMBER, ""))
        self._children(element)
        self._joined = element.find(f"{W}pPr/{W}rPr/{W}del") is not None

    def control(self, element: etree._Element) -> None:
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
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

    def row(self, element: etree._Element) -> None:
        """A line of a table inside a cell: its cells with tabs between them."""
        if element.find(f"{W}trPr/{W}del") is not None:
            return
        self._new_line()
        for position, cell in enumerate(unwrapped(element, f"{W}tc")):
            if position:
                self._put("\t")
            self._put(" ".join(read_text([cell]).text.split("\n")))

    def alternate(self, element: etree._Element) -> None:
        """The first way of showing something; the others show the same."""
        for choice in element:
            if choice.tag in (f"{MC}Choice", f"{MC}Fallback"):
                self._children(choice)
                return

    def field_mark(self, element: etree._Element) -> None:
        """A box of the old form fields shows its state; a field has its result in runs of its own."""
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None and element.get(f"{W}fldCharType") == "begin":
            state = box.find(f"{W}checked")
            self._put("☑" if on(box.find(f"{W}default") if state is None else state) else "☐")


WRITERS = {
    f"{W}p": _Writer.paragraph,
    f"{W}sdt": _Writer.control,
    f"{W}tr": _Writer.row,
    f"{MC}AlternateContent": _Writer.alternate,
    f"{W}fldChar": _Writer.field_mark,
}


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    known = SYMBOLS.get(element.get(f"{W}font", ""))
    if known is not None:
        return known.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""

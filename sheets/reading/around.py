"""What stands around a form in its file, to be told: before it, in headers, footers, notes and comments."""

import re
from collections.abc import Iterator

from lxml import etree

from sheets.reading.body import OBJECTS, Marked, read_text
from sheets.reading.package import Package, W
from sheets.reading.pattern import ANNEX, Pattern, plain, says_anything
from sheets.reading.recognise import Section
from sheets.stamp import STAMPED

NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
PAGE_COUNT = re.compile(r"(第\d{1,4}页)?,?/?(共\d{1,4}页)?|(page)?\d{1,4}((of|/)\d{1,4})?")
BEFORE, TITLE, OTHER = "申报表之前", "申报表标题", "其他申报表"
ANCHOR_CHARACTERS = 16
AUTHOR_CHARACTERS = 40


def texts_before(section: Section) -> Iterator[tuple[str, str]]:
    """(where, text) of what stands before the first form, and of pictures and hidden text in the title."""
    read = read_text(section.before)
    lines = [line for line in read.text.split("\n") if not _is_heading(line)]
    yield from _told(BEFORE, Marked("\n".join(lines), asides=read.asides))
    yield from _told(TITLE, Marked(asides=read_text(section.title).asides))


def whole_text(section: Section) -> Iterator[tuple[str, str]]:
    """(where, text) of a stretch under the title of a form that holds no form."""
    yield from _told(OTHER, read_text(section.elements))


def margin_texts(package: Package, pattern: Pattern) -> Iterator[tuple[str, str]]:
    """(where, text) of headers, footers, notes and comments, without page numbers, our stamp and printed wording."""
    told = set()
    for kind, part in package.margins:
        if kind in NOTES:
            yield from _notes(package.body, kind, part)
            continue
        for found in _told(NAMES[kind], _unstamped(read_text(part), pattern)):
            if found not in told:  # the header of the first page often says the same as the others
                told.add(found)
                yield found


def _notes(body: etree._Element, kind: str, part: etree._Element) -> Iterator[tuple[str, str]]:
    """The notes of a part, each with the words beside which it stands."""
    places = {mark.get(f"{W}id"): mark for mark in body.iter(f"{W}{NOTES[kind]}Reference")}
    anchors: dict[etree._Element | None, str] = {}  # many notes may stand in one paragraph
    for note in part.iter(f"{W}{NOTES[kind]}"):
        if note.get(f"{W}type", "normal") == "normal":
            author = note.get(f"{W}author", "").strip()[:AUTHOR_CHARACTERS]
            name = f"{NAMES[kind]}（{author}）" if author else NAMES[kind]
            mark = places.get(note.get(f"{W}id"))
            paragraph = next(mark.iterancestors(f"{W}p"), None) if mark is not None else None
            if paragraph not in anchors:
                anchors[paragraph] = _anchor(paragraph)
            yield from _told(name + anchors[paragraph], read_text(note))


def _anchor(paragraph: etree._Element | None) -> str:
    """The words of the paragraph in which a note is set."""
    words = " ".join(read_text([paragraph]).text.split()) if paragraph is not None else ""
    short = words[:ANCHOR_CHARACTERS] + ("…" if len(words) > ANCHOR_CHARACTERS else "")
    return f" · “{short}”处" if says_anything(short) else ""


def _unstamped(read: Marked, pattern: Pattern) -> Marked:
    """A header or footer without what the portal and page numbers put there; the picture beside our stamp is its code."""
    asides, lines = list(read.asides), []
    pictures = [aside for aside in asides if aside in OBJECTS.values()]
    for line in read.text.split("\n"):
        pieces = line.split(" · ")
        own = [piece for piece in pieces if STAMPED.fullmatch(plain(piece).replace(" ", ""))]
        if len(own) == len(pieces):
            if pictures:
                asides.remove(pictures.pop(0))
        elif not PAGE_COUNT.fullmatch(re.sub(r"[\s\-—–~·.]", "", plain(line))) and not pattern.is_wording(
            line
        ):
            lines.append(line)
    return Marked("\n".join(lines), asides=asides)


def _is_heading(line: str) -> bool:
    """附件 1, 附表 2."""
    return re.sub(r"[\d:.]*", "", plain(line)) in ANNEX


def _told(where: str, read: Marked) -> Iterator[tuple[str, str]]:
    text = "\n".join([*([read.text.strip()] if says_anything(read.text) else []), *read.asides])
    if text:
        yield where, text

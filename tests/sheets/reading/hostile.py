"""Word forms of ours into which one thing was put that is dear to read: each as much of it as a file may hold."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

from lxml import etree

from sheets.grid import grid
from sheets.reading.package import BODY, W
from sheets.reading.pattern import pattern
from sheets.word.render import render_word
from tests.sheets.fillings import full
from tests.sheets.strategies import SHEETS

Parts = dict[str, bytes]
Harm = Callable[[etree._Element, Parts], object]

SHEET = SHEETS["technology"]
WORD = W[1:-1]
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWN = "urn:schemas-microsoft-com:vml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def form() -> Parts:
    """The parts of a form filled in."""
    with zipfile.ZipFile(io.BytesIO(render_word(grid(SHEET, full(SHEET), 2026)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def harmed(harm: Harm) -> bytes:
    """The form after ``harm`` changed its body or its other parts."""
    parts = dict(form())
    root = etree.fromstring(parts[BODY])
    harm(root, parts)
    parts[BODY] = etree.tostring(root)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def added(xml: str) -> Harm:
    """The harm of putting this at the end of the body."""

    def harm(root: etree._Element, parts: Parts) -> None:
        inside = etree.fromstring(f'<x xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}">{xml}</x>')
        root.find(f"{W}body").extend(inside)

    return harm


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: list[tuple[str, ...]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def related(parts: Parts, kind: str, name: str, content: str, times: int = 1) -> None:
    """Put a part beside the body, to which the body leads so many times."""
    parts[f"word/{name}"] = content.encode()
    path = "word/_rels/document.xml.rels"
    leads = "".join(
        f'<Relationship Id="x{kind}{number}" Type="{RELATED}/{kind}" Target="{name}"/>'
        for number in range(times)
    )
    parts[path] = parts[path].replace(b"</Relationships>", f"{leads}</Relationships>".encode())


def noise(length: int) -> str:
    """Characters and punctuation by lot, which do not pack: what packs too well is refused unread."""
    return "".join(
        random.Random(length).choices("".join(map(chr, range(0x4E00, 0x5600))) + "（）：。1" * 99, k=length)
    )


def longest_cell(root: etree._Element, parts: Parts) -> None:
    """As many characters as a file may have, behind one label."""
    for cell in list(root.iter(f"{W}tc"))[1:2]:
        cell.append(etree.fromstring(f'<x xmlns:w="{WORD}">{paragraph(noise(260_000))}</x>')[0])


def longer_cells(root: etree._Element, parts: Parts) -> None:
    """Some hundred characters more in every piece of text."""
    for text in root.iter(f"{W}t"):
        text.text = (text.text or "") + "示例（说明）：1." * 30


def retyped(text: str, dice: random.Random) -> str:
    """The text with another character at one place."""
    place = dice.randrange(len(text))
    return f"{text[:place]}{chr(0x4E00 + dice.randrange(20_000))}{text[place + 1 :]}"


def almost_labels(root: etree._Element, parts: Parts) -> None:
    """Labels with one wrong character, each another."""
    dice, names = random.Random(1), list(pattern(SHEET, 2026).entries)
    rows = [(retyped(names[number % len(names)], dice) + "x", "1") for number in range(3_400)]
    added(table(rows))(root, parts)


def almost_hints(root: etree._Element, parts: Parts) -> None:
    """Hints with one wrong character, each another, in the cell that has such a hint."""
    dice = random.Random(1)
    cell, hint = next(
        (cell, text.text.strip("（）"))
        for cell in root.iter(f"{W}tc")
        for text in cell.iter(f"{W}t")
        if (text.text or "").startswith("（") and len(text.text) > 12
    )
    for _ in range(min(11_000, 250_000 // len(hint))):
        line = etree.SubElement(etree.SubElement(cell, f"{W}p"), f"{W}r")
        etree.SubElement(line, f"{W}t").text = f"（{retyped(hint, dice)}）"


def notes_at_one_place(root: etree._Element, parts: Parts) -> None:
    """Comments at one long paragraph."""
    marks = "".join(f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number in range(4_000))
    added(f"<w:p><w:r><w:t>{'示例' * 50_000}</w:t></w:r>{marks}</w:p>")(root, parts)
    notes = "".join(f'<w:comment w:id="{number}">{paragraph("a")}</w:comment>' for number in range(4_000))
    related(parts, "comments", "comments.xml", f'<w:comments xmlns:w="{WORD}">{notes}</w:comments>')


def one_header_many_times(root: etree._Element, parts: Parts) -> None:
    """A header to which the body leads a thousand times."""
    related(parts, "header", "h.xml", f'<w:hdr xmlns:w="{WORD}">{"<w:p/>" * 30_000}</w:hdr>', 1000)


def numbered(levels: str, paragraphs: int, level: str = "0") -> Harm:
    """The harm of numbering so many paragraphs by these levels."""

    def harm(root: etree._Element, parts: Parts) -> None:
        lists = f'<w:abstractNum w:abstractNumId="9">{levels}</w:abstractNum>'
        lists += '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
        related(parts, "numbering", "numbering.xml", f'<w:numbering xmlns:w="{WORD}">{lists}</w:numbering>')
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="9"/></w:numPr></w:pPr>'
        added(f"<w:p>{number}<w:r><w:t>甲</w:t></w:r></w:p>" * paragraphs)(root, parts)

    return harm


def list_level(depth: object = 0, kind: str = "decimal", start: int = 1, text: str = "%1") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def ways_in_ways(depth: int) -> Harm:
    """The harm of a way of showing something in a way of showing something, and so on."""
    inner = paragraph("甲")
    for _ in range(depth):
        inner = f"<mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    return added(f"<w:p><w:r>{inner}</w:r></w:p>")


def controls(number: int) -> Harm:
    """The harm of so many controls beside one label."""
    control = '<w:sdt><w:sdtPr><w:tag w:val="address"/></w:sdtPr><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>'
    return added(
        f"<w:tbl><w:tr><w:tc>{paragraph('单位地址')}</w:tc><w:tc><w:p>{control * number}</w:p></w:tc></w:tr></w:tbl>"
    )


def without_title(harm: Harm) -> Harm:
    """The same where nothing says which form it is, so that each is tried."""

    def both(root: etree._Element, parts: Parts) -> None:
        harm(root, parts)
        body = root.find(f"{W}body")
        for element in list(body)[:4]:
            if element.tag == f"{W}p":
                body.remove(element)

    return both


def in_header(content: Callable[[], str]) -> Harm:
    return lambda root, parts: related(
        parts, "header", "h.xml", f'<w:hdr xmlns:w="{WORD}" xmlns:v="{DRAWN}">{content()}</w:hdr>'
    )


def tables_in_tables(depth: int, words: str) -> Harm:
    """The harm of a table in a cell of a table, and so on; the innermost cell has these words."""
    inner = words
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    return added(inner)


HARMS: dict[str, Harm] = {
    "a long cell": longest_cell,
    "long cells": longer_cells,
    "almost labels": almost_labels,
    "almost hints": almost_hints,
    "notes at one place": notes_at_one_place,
    "a header many times": one_header_many_times,
    "a large Roman number": numbered(list_level(kind="lowerRoman", start=2_000_000_000), 3),
    "a long number": numbered(list_level(text="%1" * 200_000), 2_000),
    "many levels": numbered("".join(list_level(depth) for depth in range(4_000)), 2_500),
    "a deep level": numbered(list_level(900_000_000), 2, "900000000"),
    "ways in ways": ways_in_ways(40),
    "controls": controls(5_000),
    "a label many times": added(table([("单位地址", "1")] * 3_400)),
    "a wide row": added(table([("1",) * 8_500])),
    "empty paragraphs": added("<w:p/>" * 65_000),
    "empty runs": added(f"<w:p>{'<w:r><w:t/></w:r>' * 20_000}</w:p>"),
    "long cells without a title": without_title(longer_cells),
    "almost labels without a title": without_title(almost_labels),
    "empty paragraphs without a title": without_title(added("<w:p/>" * 65_000)),
    "cells without a title": without_title(added(table([("1", "2")] * 3_400))),
    "a long header": in_header(lambda: paragraph(noise(2_000_000))),
    "long drawn letters": in_header(
        lambda: f'<w:p><w:r><v:textpath string="{noise(2_000_000)}"/></w:r></w:p>'
    ),
    "tables in tables": tables_in_tables(6, "<w:p><w:r><w:t/></w:r></w:p>" * 12_000),
    "deeper tables in tables": tables_in_tables(30, paragraph("甲") * 9_000),
    "many tags": added("".join(f'<w:p w:rsidR="{number}"/>' for number in range(90_000))),
    "runs in runs": added(f"<w:p>{'<w:r>' * 90}{'<w:t/>' * 65_000}{'</w:r>' * 90}</w:p>"),
    "paragraphs in paragraphs": added(f"{'<w:p>' * 90}<w:r>{'<w:t/>' * 65_000}</w:r>{'</w:p>' * 90}"),
}

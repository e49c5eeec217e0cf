"""Reads the text out of a PDF of ours, as a reader that knows nothing of how it was made would: by its bytes.

Tagged PDF says in which order its text is read, whatever the order in which it is drawn and wherever pages break; what
is marked as no content (page furniture) is left out.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

UNKNOWN = "\ufffd"
ARTIFACT = -1
OUTSIDE = -2
Place = tuple[tuple[int, int], int]  # a page and the number of a stretch of marked content on it


def text_of(data: bytes) -> str:
    """Return the text of all pages in reading order; in drawing order when the file is not tagged."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts: dict[Place, str] = {}
        for page in pdf.pages:
            for mark, text in _page_text(page):
                place = page.objgen, mark
                texts[place] = texts.get(place, "") + text
        order = _marked(pdf.Root.StructTreeRoot, None) if Name.StructTreeRoot in pdf.Root else texts
        return "".join(texts.get(place, "") for place in order)


def _page_text(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Text in drawing order, each piece with the number of its marked content."""
    fonts = page.resources.get(Name.Font, {})
    maps: dict[str, dict[int, str]] = {}
    characters: dict[int, str] = {}
    marks = [OUTSIDE]
    for operands, operator in pikepdf.parse_content_stream(page, "BMC BDC EMC Tf Tj TJ"):
        match str(operator):
            case "BMC" | "BDC":
                marks.append(_mark(operands, marks[-1]))
            case "EMC":
                marks.pop()
            case "Tf":
                name = str(operands[0])
                characters = maps.get(name) or maps.setdefault(name, characters_of(fonts[name]))
            case "Tj" | "TJ" if marks[-1] != ARTIFACT:
                yield marks[-1], decoded(operands[0], characters)


def _mark(operands: list, outer: int) -> int:
    if operands[0] == Name.Artifact:
        return ARTIFACT
    told = operands[1] if len(operands) > 1 else None
    return int(told.get(Name.MCID, outer)) if isinstance(told, Dictionary) else outer


def decoded(shown: pikepdf.Object, characters: dict[int, str]) -> str:
    """The text of what one operator shows."""
    pieces = shown if isinstance(shown, Array) else [shown]
    data = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    glyphs = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    return "".join(characters.get(glyph, UNKNOWN) for glyph in glyphs)


def characters_of(font: pikepdf.Object) -> dict[int, str]:
    """Glyph → text, by the font's own ToUnicode map."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", cmap.partition("beginbfchar")[2])
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be", "replace") for glyph, text in pairs}


def _marked(element: pikepdf.Object, page: tuple[int, int] | None) -> Iterator[Place]:
    """Marked content in the order of the structure tree."""
    if isinstance(element, Array):
        for child in element:
            yield from _marked(child, page)
    elif isinstance(element, Dictionary):
        page = element.Pg.objgen if Name.Pg in element else page
        if Name.MCID in element:
            yield page, int(element.MCID)
        elif Name.K in element:
            yield from _marked(element.K, page)
    else:
        yield page, int(element)

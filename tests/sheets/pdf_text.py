"""Reads the text out of a PDF by the character maps of its fonts, for proofs that every answer is in it."""

import io
import re

import pikepdf


def pdf_text(data: bytes) -> str:
    """Return the text of all pages in drawing order, without white space."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        text = "".join("".join(_page_text(page)) for page in pdf.pages)
    return "".join(text.split())


def pdf_lines(data: bytes) -> list[list[str]]:
    """Return the pieces of text of each page as they were drawn: a line each, without white space at its ends."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn = [re.split("\f", "".join(_page_text(page, end="\f"))) for page in pdf.pages]
    return [[line.strip() for line in lines if line.strip()] for lines in drawn]


def page_count(data: bytes) -> int:
    """Return the number of pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _page_text(page, end: str = ""):
    maps = {str(name): _characters(font) for name, font in page.Resources.Font.items()}
    current = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) == "TJ":
            for piece in operands[0]:
                if isinstance(piece, pikepdf.String):
                    yield from _glyphs(bytes(piece), current)
        elif str(operator) == "Tj":
            yield from _glyphs(bytes(operands[0]), current)
        elif str(operator) in ("ET", "Tm"):
            yield end


def _glyphs(data: bytes, characters: dict[int, str]):
    for at in range(0, len(data), 2):
        yield characters.get(int.from_bytes(data[at : at + 2], "big"), "\ufffd")


def _characters(font) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", cmap[cmap.index("beginbfchar") :])
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}

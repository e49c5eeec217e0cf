"""Numbers the pages of a bound PDF at their foot, over whatever stands there; runs in a child process.

The letters come from a PDF of one page that the caller made (the *alphabet*): its fonts, already reduced to what is
needed, are put into the result once, and the foot of each page is spelt with them.
"""

import re
from dataclasses import dataclass
from itertools import groupby

import pikepdf
from pikepdf import Name

MM = 72 / 25.4
STRIP = 10 * MM  # to be kept free at the foot of an A4 page
BASELINE = 4.4 * MM  # above the lower edge: below the foot of our own pages, inside what printers reach
SIZE = 7.5
GREY = 0.25
SHORT_SIDE = 210 * MM  # of A4; on larger pages the foot is larger, so that it can be read in a reduced print
FONT = "/PacketFoot{}"


@dataclass(frozen=True)
class Letter:
    """A character of the foot: the number of its font, its glyph, its width in thousandths of the size."""

    font: int
    glyph: int
    width: float


@dataclass(frozen=True)
class Letters:
    """Fonts of the result, and the characters they have."""

    fonts: list[pikepdf.Object]
    letters: dict[str, Letter]

    def spelt(self, text: str) -> tuple[list[tuple[str, str]], float]:
        """A text as (font, hexadecimal glyphs), and its width in ems. Raises KeyError for a letter it lacks."""
        letters = [self.letters[character] for character in text]
        pieces = [
            (FONT.format(font), "".join(f"{letter.glyph:04x}" for letter in found))
            for font, found in groupby(letters, key=lambda letter: letter.font)
        ]
        return pieces, sum(letter.width for letter in letters) / 1000


def letters_of(pdf: pikepdf.Pdf, alphabet: pikepdf.Pdf) -> Letters:
    """Take the fonts of an alphabet into ``pdf``."""
    fonts, letters = [], {}
    for number, (_, font) in enumerate(sorted(alphabet.pages[0].resources.Font.items())):
        cmap = font.ToUnicode.read_bytes().decode("latin-1").partition("beginbfchar")[2]
        pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>", cmap)
        glyphs = {chr(int(text, 16)): int(glyph, 16) for glyph, text in pairs}
        widths = _widths(font.DescendantFonts[0], set(glyphs.values()))
        letters |= {char: Letter(number, glyph, widths[glyph]) for char, glyph in glyphs.items()}
        fonts.append(pdf.copy_foreign(font))
    return Letters(fonts, letters)


def _widths(font: pikepdf.Object, glyphs: set[int]) -> dict[int, float]:
    """Read the two forms of a /W array: ``first [w …]`` and ``first last w``."""
    widths = dict.fromkeys(glyphs, float(font.get(Name.DW, 1000)))
    told = list(font.get(Name.W, []))
    while told:
        first, then = int(told.pop(0)), told.pop(0)
        if isinstance(then, pikepdf.Array):
            widths |= {first + place: float(width) for place, width in enumerate(then)}
        else:
            widths |= dict.fromkeys(range(first, int(then) + 1), float(told.pop(0)))
    return widths


def number_pages(pdf: pikepdf.Pdf, alphabet: pikepdf.Pdf, foot: str) -> None:
    """Write ``foot`` on every page, ``{page}`` and ``{pages}`` filled in, in the middle of its lower edge."""
    letters = letters_of(pdf, alphabet)
    opened = pdf.make_indirect(pdf.make_stream(b"q\n"))
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        for each, font in enumerate(letters.fonts):
            page.add_resource(font, Name.Font, Name(FONT.format(each)), replace_existing=True)
        page.contents_add(opened, prepend=True)
        page.contents_add(_foot(letters, page, foot.format(page=number, pages=total)))


def scale_of(width: float, height: float) -> float:
    """How much larger than on A4 the foot of a page is."""
    return max(1.0, round(min(width, height) / SHORT_SIDE, 2))


def _foot(letters: Letters, page: pikepdf.Page, text: str) -> bytes:
    """Operators that close what the page left open and write the text, marked as no part of the content."""
    pieces, ems = letters.spelt(text)
    left, bottom, right, top = (float(side) for side in page.mediabox)
    scale = scale_of(right - left, top - bottom)
    size = SIZE * scale
    x, y = (left + right - ems * size) / 2, bottom + BASELINE * scale
    shown = " ".join(f"{font} {size:.2f} Tf <{glyphs}> Tj" for font, glyphs in pieces)
    return (
        "Q\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"
        f"q BT {GREY} g 1 0 0 1 {x:.3f} {y:.3f} Tm {shown} ET Q\nEMC\n"
    ).encode()

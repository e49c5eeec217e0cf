"""Glyphs quickly: a line that Pango has shaped is written as it is, and a font is cut to what is used at once.

WeasyPrint asks Pango and its font about each glyph of a line; here how a glyph is written is asked once. Lines that are
not ``sheets.pdf.lines.Line``, and glyphs that are not just set one behind the other, go WeasyPrint's own way.
``sheets.pdf.quick`` puts this in.
"""

import struct
from copy import copy
from dataclasses import dataclass, field

import uharfbuzz as hb
from weasyprint.draw.text import draw_first_line
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from sheets.fonts import LEAN
from sheets.pdf.lines import Line

SMALL, MOST = 4_000_000, 16  # bytes of a file that is kept, and how many are
KIND = 4  # first bytes of a font file
SPECIAL = 0x0FFFFFFF  # numbers of glyphs from here on: nothing, or not in the font
GLYPH = struct.Struct("16sI")  # Pango's: what is drawn, flags
DRAWN = struct.Struct("Iiii")  # number, width, two offsets
DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
CUT = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
FLATTEN = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING  # what set-up did to the lean fonts


class CutFont(Font):
    """A font of a PDF that is cut to its used glyphs in one go, by a HarfBuzz newer than most systems'.

    WeasyPrint cuts twice: the second time to drop what stands behind the last glyph, which this HarfBuzz does at once.
    The face has the whole file; until the font is cut, ``file_content`` is only what tells its kind.
    """

    def __init__(self, pango_font, description, font_size) -> None:
        super().__init__(pango_font, description, font_size)
        self.face, self.bytes = hb.Face(self.file_content, self.index), len(self.file_content)
        self.file_content = self.file_content[:KIND]

    def subset(self, to_unicode, hinting) -> None:
        if not to_unicode or self.missing or hinting:
            self.file_content = self.face.blob.data
            super().subset(to_unicode, hinting)
            return
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(to_unicode)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
        wanted.flags = CUT if self.family in LEAN.values() else CUT | FLATTEN
        self.file_content = hb.subset(self.face, wanted).blob.data


_fonts: dict[tuple[int, float], CutFont] = {}


def fresh_font(pango_font, description, font_size) -> CutFont:
    """Return the font for a new PDF; the file of a lean one is read once per process."""
    key = pango.pango_font_description_hash(description), font_size
    font = _fonts.get(key) or CutFont(pango_font, description, font_size)
    if font.bytes < SMALL and len(_fonts) < MOST:
        _fonts[key] = font
    fresh = copy(font)
    fresh.hb_font = pango.pango_font_get_hb_font(pango_font)
    fresh.widths, fresh.to_unicode, fresh.missing = {}, {}, {}
    return fresh


@dataclass
class UsedFont:
    """A font as Pango and WeasyPrint have it, and how glyphs of a width are written in it."""

    pango_font: object
    font: Font
    size: float
    written: dict[bytes, str] = field(default_factory=dict)

    def run(self, stream, text: bytes, item, strings) -> str | None:
        """Return how a run of glyphs is written, None if they are not just set one behind the other."""
        glyphs = ffi.buffer(strings.glyphs, strings.num_glyphs * GLYPH.size)
        try:
            return "<" + "".join([self.written[drawn] for drawn, _ in GLYPH.iter_unpack(glyphs)])
        except KeyError:
            return (
                self.run(stream, text, item, strings)
                if self._learn(stream, text, item, strings, glyphs)
                else None
            )

    def _learn(self, stream, text: bytes, item, strings, glyphs) -> bool:
        """Note how the glyphs of a run are written; False if that is not known here."""
        if self.font.bitmap or self.font.png or self.font.svg or self.font.colr:
            return False
        ends = [*strings.log_clusters[1 : strings.num_glyphs], item.length]
        for place, (drawn, _) in enumerate(GLYPH.iter_unpack(glyphs)):
            glyph, width, aside, above = DRAWN.unpack(drawn)
            if aside or above or glyph >= SPECIAL:
                return False
            if drawn not in self.written:
                start, end = item.offset + strings.log_clusters[place], item.offset + ends[place]
                self.written[drawn] = self._write(stream, glyph, width, text[start:end].decode())
        return True

    def _write(self, stream, glyph: int, width: int, text: str) -> str:
        """Return how a glyph is written that stands for ``text``; the arithmetic is WeasyPrint's."""
        font = self.font
        font.to_unicode.setdefault(glyph, text)
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(self.pango_font, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / self.size)
        kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / self.size
        return f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")


class Glyphs:
    """What is drawn in one rendering."""

    def __init__(self) -> None:
        self._fonts: dict = {}

    def draw_first_line(self, stream, textbox, text_overflow, block_ellipsis, matrix) -> list:
        """Do what the function of this name of WeasyPrint does."""
        if not textbox.text.strip():
            return []
        line, simple = textbox.pango_layout, text_overflow == "clip" and block_ellipsis == "none"
        runs = self._runs(stream, line) if simple and isinstance(line, Line) else None
        if runs is None:
            return draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        last, shown = None, ""
        for font, glyphs in runs:
            if font is not last:
                if shown:
                    stream.show_text(shown)
                last, shown = font, ""
                stream.set_font_size(font.font.hash, font.size)
            shown += glyphs[:-1] if glyphs[-1] == "<" else f"{glyphs}>"
        stream.show_text(shown)
        return []

    def _runs(self, stream, line: Line) -> list[tuple[UsedFont, str]] | None:
        """Return the glyphs of each run of a line, None if one is not plain."""
        run, found = line.line.runs[0], []
        while run != ffi.NULL:
            item = run.data.item
            font = self._font(stream, item.analysis.font)
            glyphs = font.run(stream, line.paragraph.encoded, item, run.data.glyphs)
            if glyphs is None:
                return None
            found.append((font, glyphs))
            run = run.next
        return found

    def _font(self, stream, pango_font) -> UsedFont:
        if pango_font not in self._fonts:
            self._fonts[pango_font] = UsedFont(pango_font, *stream.add_font(pango_font))
        return self._fonts[pango_font]

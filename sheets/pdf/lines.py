"""Lines of text quickly: a paragraph is shaped once, not again for each of its lines.

WeasyPrint breaks a text line by line. For each line it has Pango shape two and a half times as many characters as
fit, then the line alone, then once more for drawing. Answers are long, so that is most of the time of a PDF. Here
Pango breaks and shapes a paragraph once, and its lines are handed out one after the other; pages, boxes and PDF stay
WeasyPrint's. What is not plain (``PLAIN``, ``_is_plain``) goes WeasyPrint's own way. ``sheets.pdf.quick`` puts this in.
"""

import re
from collections.abc import Iterator
from inspect import signature
from math import inf

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import (
    Layout,
    first_line_metrics,
    split_first_line,
    strut,
)

from sheets.pdf.styles import known

FEATURES = tuple(signature(font_features).parameters)
WIDEST = 2**21  # what Pango can count
# Latin, Greek, Cyrillic, punctuation, symbols, Chinese, wide forms: nothing that runs from right to left, joins its
# neighbours, ends a line or is invisible.
PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u04ff\u2010-\u2027\u2030-\u205e\u2070-\u2bff"
    "\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]+"
)
# A line as WeasyPrint's ``split_first_line`` tells it: layout, bytes, bytes to the next line, width, height, baseline.
Found = tuple[Layout, int, int | None, float, float, float]


class Line(Layout):
    """A line of a paragraph, in the place of a layout of its own."""

    def __init__(self, paragraph: "Paragraph", line) -> None:
        self.paragraph, self.layout, self.line = paragraph, paragraph.layout, line
        self.text = paragraph.encoded[line.start_index : line.start_index + line.length].decode()

    def get_first_line(self) -> tuple:
        return self.line, None

    def reactivate(self, style) -> None:
        """Get ready for drawing: the glyphs know their places in the paragraph."""
        self.text = self.paragraph.text

    def deactivate(self) -> None:
        """Keep what is shaped."""


class Paragraph:
    """A text without line ends, laid out by Pango in a width."""

    def __init__(self, text: str, style, width: float) -> None:
        self.text, self.encoded = text, text.encode()
        context, font = known(style, _face)
        layout = self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout, False)
        pango.pango_layout_set_font_description(layout, font)
        pango.pango_layout_set_single_paragraph_mode(layout, True)  # as for drawing
        if width < inf:
            pango.pango_layout_set_width(layout, int(max(0, width) * TO_UNITS))
        pango.pango_layout_set_text(layout, self.encoded, len(self.encoded))

    def lines(self) -> Iterator[Found]:
        extents, number = ffi.new("PangoRectangle *"), 0
        while (line := pango.pango_layout_get_line_readonly(self.layout, number)) != ffi.NULL:
            pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
            size = (extents.width * FROM_UNITS, extents.height * FROM_UNITS, -extents.y * FROM_UNITS)
            yield Line(self, line), line.length, line.length, *size
            number += 1


class Lines:
    """The lines of one rendering."""

    def __init__(self) -> None:
        self._known: dict = {}
        self._styles: list = []  # kept, so that none gets the id of another

    def split_first_line(
        self, text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False
    ) -> Found:
        """Do what the function of this name of WeasyPrint does."""
        return self._first(text, style, max_width) or split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )

    def _first(self, text: str, style, width: float | None) -> Found | None:
        """Return the first line of a text, None if it is not plain."""
        key = text, id(style), width
        if key not in self._known:
            self._known[key] = None
            self._styles.append(style)
            if width is not None and width < WIDEST and known(style, _is_plain):
                self._lay_out(text, style, width)
        return self._known[key]

    def _lay_out(self, text: str, style, width: float) -> None:
        """Lay out the first paragraph of a text, and remember its lines by what is left of the text before each."""
        start, end, _ = text.partition("\n")
        room = inf if style["white_space"] == "pre" else width
        lines = list(Paragraph(start, style, room).lines()) if PLAIN.fullmatch(start) else []
        if any(line[3] > room for line in lines) or (style["white_space"] == "normal" and len(lines) > 1):
            return
        for line in lines:
            layout, length, resume, *size = line
            line_text = layout.text
            if line is lines[-1]:
                resume = length + 1 if end else None
            elif line_text[-1].isspace():  # without width in the paragraph
                layout, _, _, *size = _alone(line_text, style)
            self._known[text, id(style), width] = layout, length, resume, *size
            text = text[len(line_text) :]

    def iter_line_boxes(
        self, context, box, position_y, bottom_space, skip_stack, containing_block, *others
    ) -> Iterator[tuple]:
        """Do what the function of this name of WeasyPrint does, with less ado where a block is nothing but text."""
        *_, first_letter_style, first_line_style = others
        special = first_letter_style or first_line_style
        if special or not self._is_text(box, context, containing_block, skip_stack):
            yield from inline.iter_line_boxes(
                context, box, position_y, bottom_space, skip_stack, containing_block, *others
            )
            return
        (text,) = box.children
        inline.resolve_percentages(box, containing_block)
        inline.resolve_percentages(text, containing_block)
        box.text_indent = 0
        while True:
            found = self._first(_rest(text, skip_stack), text.style, _room(containing_block))
            if found:
                line, resume_at = self._line_box(box, found, position_y, skip_stack, containing_block)
            else:
                line, resume_at = inline.get_next_linebox(
                    context, box, position_y, bottom_space, skip_stack, containing_block, *others
                )
            if line is None:
                return
            yield line, resume_at
            if resume_at is None:
                return
            position_y, skip_stack = line.position_y + line.height, resume_at

    def _line_box(self, box, found: Found, position_y: float, skip_stack, containing_block) -> tuple:
        """Return the box of a line and where the next one begins; the arithmetic is WeasyPrint's, number by number."""
        layout, length, resume, width, height, baseline = found
        left = containing_block.content_box_x()
        text = box.children[0].copy_with_text(layout.text)
        text.pango_layout, text.width, text.height, text.position_x = layout, width, height, left
        text.margin_top = text.margin_bottom = (known_strut(text.style)[0] - height) / 2
        text.baseline = baseline + text.margin_top
        line = box.copy_with_children([text])
        line.remove_decoration(start=skip_stack is not None, end=resume is not None)
        line.position_x = left
        line.width = text.position_x + text.margin_width() - line.content_box_x()
        line_height, own_baseline = known_strut(line.style)
        half_leading = (line_height - line.style["font_size"]) / 2
        above, below = -own_baseline, -own_baseline + (line.style["font_size"] + half_leading + half_leading)
        above, below = min(above, -text.baseline), max(below, -text.baseline + text.margin_height())
        line.margin_top = line.margin_bottom = 0
        line.baseline, line.height, line.position_y = -above, below - above, position_y
        text.position_y = -text.baseline + (position_y - above)
        room = (left + containing_block.width) - left
        aside = inline.text_align(None, line, room, last=resume is None or resume > length)
        line.position_x += aside
        text.position_x += aside
        return line, None if resume is None else {0: {_skipped(skip_stack) + resume: None}}

    def _is_text(self, box, context, containing_block, skip_stack) -> bool:
        """Whether a block is nothing but plain text; where spaces collapse, only what fits on one line is plain."""
        text = box.children[0] if len(box.children) == 1 else None
        return (
            type(text) is TextBox
            and not context.excluded_shapes
            and known(text.style, _is_plain)
            and known(text.style, _is_on_the_line)
            and known(box.style, _is_in_flow)
            and containing_block.style["direction"] == "ltr"
            and (
                text.style["white_space"] == "pre-wrap"
                or (
                    not skip_stack
                    and text.text.strip() == text.text
                    and self._first(text.text, text.style, _room(containing_block)) is not None
                )
            )
        )


def _is_in_flow(style) -> bool:
    return (
        style["position"] == "static"
        and style["text_indent"] == (0, "px")
        and style["text_align_all"] != "justify"
    )


def _is_on_the_line(style) -> bool:
    return style["vertical_align"] == "baseline" and style["white_space"] != "pre"


def _face(style) -> tuple:
    """What Pango lays out a text of this style with, as WeasyPrint's ``Layout`` sets it up."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION["ltr"])
    language = pango.pango_language_from_string(style["lang"].encode())
    pango.pango_context_set_language(context, language)
    return context, get_font_description(style)


def known_strut(style) -> tuple[float, float]:
    """Do what ``strut`` of WeasyPrint does, once per style."""
    return known(style, strut)


def _is_plain(style) -> bool:
    """Whether lines of this style are as wide in their paragraph as alone, and are broken by Pango only."""
    return (
        style["white_space"] in ("pre-wrap", "pre", "normal")
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["word_break"] != "break-all"
        and style["hyphens"] != "auto"
        and style["direction"] == "ltr"
        and style["text_decoration_line"] == "none"
        and style["font_size"] > 0
        and style["lang"] is not None
        and style["font_language_override"] == "normal"
        and not font_features(**{name: style[name] for name in FEATURES})
    )


def _alone(text: str, style) -> Found:
    layout = Layout(style)
    layout.set_text(text)
    return first_line_metrics(layout.get_first_line()[0], text, layout, None, False, style)


def _skipped(skip_stack) -> int:
    """The bytes of a text that other lines have."""
    inner = skip_stack[0] if skip_stack else None
    return next(iter(inner)) if inner else 0


def _rest(text: TextBox, skip_stack) -> str:
    skipped = _skipped(skip_stack)
    return text.text.encode()[skipped:].decode() if skipped else text.text


def _room(containing_block) -> float:
    """The width for text, with WeasyPrint's allowance for what floating point numbers lose."""
    left = containing_block.content_box_x()
    return (left + ((left + containing_block.width) - left)) * (1 + 1e-9) - left

"""Boxes quickly: what follows from a style alone is found out once per style, not for each of its boxes; how a border
is drawn is worked out once per page.

``sheets.pdf.quick`` puts this in WeasyPrint.
"""

from weasyprint.draw.border import draw_line
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import PageBox
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.percent import resolve_percentages

from sheets.pdf.styles import known

SIDES = ("left", "right", "top", "bottom")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
USED = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
RADII = tuple(f"border_{y}_{x}_radius" for y in ("top", "bottom") for x in ("left", "right"))
BARE = dict.fromkeys(RADII, (0, 0)) | {"background": None}


def resolved_percentages(box, containing_block) -> None:
    """Do what ``resolve_percentages`` of WeasyPrint does."""
    style = box.style
    used = known(style, _used)
    if used is None or isinstance(box, PageBox):
        resolve_percentages(box, containing_block)
        return
    here = box.__dict__
    here.update(used)
    if style["border_collapse"] != "collapse" or "border_top_width" not in here:  # else the table has decided
        here.update(known(style, _borders))


def _used(style) -> dict | None:
    """The lengths of a box of this style; None if they follow from what it is in."""
    if style["box_sizing"] != "content-box" or not all(_is_fixed(style[name]) for name in USED):
        return None
    used = {name: "auto" if style[name] == "auto" else style[name].value for name in USED}
    return used | {name: 0 for name in ("min_width", "min_height") if used[name] == "auto"}


def _is_fixed(length) -> bool:
    return length == "auto" or getattr(length, "unit", None) == "px"


def _borders(style) -> dict:
    return {name: style[name] for name in BORDERS}


def laid_out_backgrounds(page, box, get_image_from_uri, layout_children=True, style=None) -> None:
    """Do what ``layout_box_backgrounds`` of WeasyPrint does."""
    if style is not None or box is page or not known(box.style, _is_bare):
        layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(BARE)
    if layout_children:
        for child in box.all_children():
            laid_out_backgrounds(page, child, get_image_from_uri)


def _is_bare(style) -> bool:
    """Whether boxes of this style have neither background nor round corners nor pictures as borders."""
    return (
        style["visibility"] == "visible"
        and all((0, "px") in style[name] for name in RADII)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


class Borders:
    """The lines of borders that are drawn in one rendering."""

    def __init__(self) -> None:
        self._settings: dict = {}  # what a stream is told before such a line: colour and width
        self._drawn: list = []  # kept, so that none gets the id of another

    def draw_line(self, stream, x1, y1, x2, y2, thickness, style, color, offset=0) -> None:
        """Do what ``draw_line`` of WeasyPrint does; a plain line after the first of its kind with less ado."""
        key = id(stream), id(color), thickness
        settled = stream._current_color_stroke or stream._current_alpha_stroke
        if style != "solid" or settled or key not in self._settings:
            start = len(stream.stream)
            draw_line(stream, x1, y1, x2, y2, thickness, style, color, offset)
            if style == "solid" and not settled:
                self._drawn.append((stream, color))
                self._settings[key] = stream.stream[start + 1 : -4]  # between q and m, l, S, Q
            return
        stream.push_state()
        stream.stream += self._settings[key]
        stream.move_to(x1, y1)
        stream.line_to(x2, y2)
        stream.stroke()
        stream.pop_state()

"""Styles quickly: those of one form are kept for the next, which has the same elements.

WeasyPrint tries each rule on each element and works out hundred properties of each style, for every document anew. All
forms come from one template: an element's style follows from its tag, class and ``style``, and from those of what it
is in. ``tests/sheets/pdf/test_quick.py`` sees to it that no rule of our style sheets asks for more.
``sheets.pdf.quick`` puts this in WeasyPrint.
"""

from collections.abc import Callable, Iterator

from weasyprint.css import StyleFor
from weasyprint.layout.page import set_page_type_computed_styles

ATTRIBUTES = ("class", "style", "lang")
MOST = 2000  # kinds of elements; the forms have some hundred


class Kept:
    """The styles of the elements that were met so far, under the same style sheets."""

    def __init__(self, sheets: list[tuple], font_config) -> None:
        self._sheets, self._font_config = sheets, font_config
        self._kinds: dict[tuple, int] = {}
        self.styles: dict[int, dict] = {}  # of a kind of element, by pseudo-element
        self.pages: dict[int, dict] = {}  # of all pages below a kind of root, by place in the margin

    def fits(self, sheets: list[tuple], font_config) -> bool:
        """Whether this is what is known under these style sheets and fonts, and has room for more."""
        same = len(sheets) == len(self._sheets) and all(
            one[0] is other[0] for one, other in zip(sheets, self._sheets, strict=True)
        )
        return same and font_config is self._font_config and len(self._kinds) < MOST

    def kinds(self, element, parent: int = -1) -> Iterator[tuple]:
        """Yield the element and all inside it with their kinds."""
        key = parent, element.tag, *map(element.get, ATTRIBUTES)
        kind = self._kinds.setdefault(key, len(self._kinds))
        yield element, kind
        for child in element:
            yield from self.kinds(child, kind)


class FormStyles(StyleFor):
    """WeasyPrint's answer to what style an element of a form has."""

    _kept = Kept([], None)

    def __init__(self, html, sheets, presentational_hints, font_config, target_collector) -> None:
        if not FormStyles._kept.fits(sheets, font_config):
            FormStyles._kept = Kept(sheets, font_config)
        kept, kinds = self._kept.styles, dict(self._kept.kinds(html.etree_element))
        self.pages = self._kept.pages.setdefault(kinds[html.etree_element], {})
        if kept.keys() >= set(kinds.values()):
            self._sheets, self.font_config = sheets, font_config
            self._cascaded_styles, self.initial_page_sizes = {}, {"box": None, "area": None}
            self._computed_styles = {
                (element, pseudo): style
                for element, kind in kinds.items()
                for pseudo, style in kept[kind].items()
            }
            return
        super().__init__(html, sheets, presentational_hints, font_config, target_collector)
        for kind in kinds.values():
            kept.setdefault(kind, {})
        for (element, pseudo), style in self._computed_styles.items():
            kept[kinds[element]].setdefault(pseudo, style)


def page_styles(page_type, html, style_for: FormStyles) -> None:
    """Do what ``set_page_type_computed_styles`` of WeasyPrint does, once: no rule of ours tells pages apart."""
    styles = style_for.get_computed_styles()
    if style_for.pages:
        styles.update({(page_type, place): style for place, style in style_for.pages.items()})
        return
    set_page_type_computed_styles(page_type, html, style_for)
    style_for.pages.update({place: style for (of, place), style in styles.items() if of == page_type})


def known(style, find: Callable):
    """Return what ``find`` finds out about a style; it is asked once and remembered as long as there is the style."""
    notes = style.__dict__.setdefault("found_out", {})
    if find not in notes:
        notes[find] = find(style)
    return notes[find]

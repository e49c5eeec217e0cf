"""HTML to PDF by WeasyPrint, cut off from the network and from the file system.

A form becomes PDF/A-3a: tagged, all fonts inside, and with the Word it is the twin of embedded when that is given.
"""

import gc
import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from lxml.html import fromstring
from weasyprint import CSS, HTML, Attachment
from weasyprint import pdf as weasyprint_pdf
from weasyprint.css import ColorProfile
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from sheets import fonts, html
from sheets.grid import Grid
from sheets.pdf.output import settle
from sheets.pdf.quick import quickly
from sheets.stamp import Stamp

STYLES = Path(__file__).resolve().parent.parent / "static" / "sheets"
PAGE, PAPER, ELEMENTS = STYLES / "page.css", STYLES / "paper.css", STYLES / "elements.css"
ARCHIVE = "pdf/a-3a"
INTENT, ICC = "srgb-icc", "sRGB2014.icc"
_rendering = (
    threading.Lock()
)  # one document at a time: the fonts are shared, and Pango is not made for threads
FIXED = datetime(2024, 1, 1, tzinfo=UTC)  # in place of the time of rendering: equal input gives equal bytes

YOUNG = 1  # generation of what was made since Python last searched


class RendererMissing(RuntimeError):
    """The machine lacks a library without which rendering is many times slower."""


@dataclass(frozen=True)
class Rendered:
    """A PDF, and the characters that no font of this machine has: a box stands in their place."""

    pdf: bytes
    missing: tuple[str, ...] = ()


def check_renderer() -> None:
    """Raise RendererMissing when HarfBuzz cannot make subsets of fonts; call it when a worker starts."""
    if not pdf_fonts.harfbuzz_subset:
        raise RendererMissing(
            "缺少系统库 libharfbuzz-subset0，请先安装（Debian/Ubuntu：apt-get install libharfbuzz-subset0）。"
        )


def render_pdf(grid: Grid, stamp: Stamp | None = None, word: bytes | None = None) -> bytes:
    """Return a form as PDF (A4); equal input gives equal bytes. See ``render``."""
    return render(grid, stamp, word).pdf


def render(grid: Grid, stamp: Stamp | None = None, word: bytes | None = None) -> Rendered:
    """Make the PDF/A-3a of a form, and tell which characters could not be printed.

    ``word`` is the Word file of the same grid: it is embedded as the source of the PDF.
    """
    attachments = [_source(f"{grid.title}.docx", word)] if word else []
    return _render(
        PaperHTML(html.page(grid, stamp)),
        (PAPER, PAGE),
        {"color_profiles": {INTENT: _colours()}, "output_intent": INTENT},
        {"pdf_variant": ARCHIVE, "output_intent": INTENT, "attachments": attachments},
    )


def from_html(document: str, stylesheets: Sequence[Path] = ()) -> bytes:
    """Return an HTML document as PDF. Images must be data URIs: nothing else is fetched.

    ``stylesheets`` are files of our own; each is parsed once per process.
    """
    source = HTML(string=document, base_url=None, url_fetcher=_fetcher())
    return _render(source, stylesheets, {}, {}).pdf


class PaperHTML(HTML):
    """The HTML of a form for WeasyPrint, parsed by libxml2: forty times as fast as by WeasyPrint itself.

    For what our own template writes; it knows nothing of SVG and other things that HTML 5 has.
    """

    def __init__(self, document: str) -> None:
        root = _element(fromstring(document))
        self.base_url, self.url_fetcher, self.media_type = None, _fetcher(), "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms=False) -> list[CSS]:
        """What our elements are, in the place of what WeasyPrint knows of all there are."""
        return [_style(ELEMENTS)]


def _element(source) -> ElementTree.Element:
    """Return an element of lxml, whose identity does not last, as one of the standard library.

    The width of a column becomes a style, which WeasyPrint heeds; on a page no style may stand in an attribute.
    """
    made = ElementTree.Element(source.tag, dict(source.attrib))
    if source.tag == "col":
        made.set("style", f"width: {made.attrib.pop('width')}")
    made.text, made.tail = source.text, source.tail
    made.extend(_element(child) for child in source.iterchildren("*"))
    return made


def _render(source: HTML, stylesheets: Sequence[Path], laying: dict, writing: dict) -> Rendered:
    way = quickly if isinstance(source, PaperHTML) else nullcontext
    with _rendering, _no_search_for_garbage(), way():
        return _drawn(source, stylesheets, laying, writing)


def _drawn(source: HTML, stylesheets: Sequence[Path], laying: dict, writing: dict) -> Rendered:
    """Lay out and write, with WeasyPrint's options for either."""
    styles = [_style(path) for path in stylesheets]
    laid_out = source.render(font_config=_fonts(), stylesheets=styles, **laying)
    pdf = laid_out.write_pdf(finisher=settle, **writing)
    missing = sorted({code for font in laid_out.fonts.values() for code in font.missing})
    return Rendered(pdf, tuple(map(chr, missing)))


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Layout makes objects by the hundred thousand; Python would search them for garbage again and again.

    What is left of them is cleared away right after, while it is young: 2 ms, and the memory of a worker stays flat.
    Nothing may hold it any more by then, or it grows old and stays.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(YOUNG)
        if searching:
            gc.enable()


def _colours() -> ColorProfile:
    """The colour space that the archive's readers assume; a new one for each document, which keeps its number."""
    return ColorProfile(io.BytesIO(_icc()), ICC, "relative-colorimetric", ("r", "g", "b"))


@cache
def _icc() -> bytes:
    return (resources.files(weasyprint_pdf) / ICC).read_bytes()


def _source(name: str, data: bytes) -> Attachment:
    return Attachment(
        file_obj=io.BytesIO(data),
        url_fetcher=_fetcher(),
        name=name,
        description="本表的 Word 版",
        created=FIXED,
        modified=FIXED,
        relationship="Source",
    )


@cache
def _fonts() -> FontConfiguration:
    return fonts.configuration()


@cache
def _fetcher() -> URLFetcher:
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@cache
def _style(path: Path) -> CSS:
    css = fonts.lean_first(path.read_text("utf-8"))
    return CSS(string=css, font_config=_fonts(), url_fetcher=_fetcher())

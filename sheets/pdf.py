"""HTML to PDF by WeasyPrint, cut off from the network and from the file system."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from sheets import html
from sheets.grid import Grid
from sheets.stamp import Stamp

STYLES = Path(__file__).resolve().parent / "static" / "sheets"
PAGE, PAPER = STYLES / "page.css", STYLES / "paper.css"


class RendererMissing(RuntimeError):
    """The machine lacks a library without which rendering is many times slower."""


def check_renderer() -> None:
    """Raise RendererMissing when HarfBuzz cannot make subsets of fonts; call it when a worker starts."""
    if not pdf_fonts.harfbuzz_subset:
        raise RendererMissing(
            "缺少系统库 libharfbuzz-subset0，请先安装（Debian/Ubuntu：apt-get install libharfbuzz-subset0）。"
        )


def render_pdf(grid: Grid, stamp: Stamp | None = None) -> bytes:
    """Return a form as PDF (A4); equal input gives equal bytes."""
    return from_html(html.page(grid, stamp), (PAGE, PAPER))


def from_html(document: str, stylesheets: Sequence[Path] = ()) -> bytes:
    """Return an HTML document as PDF. Images must be data URIs: nothing else is fetched.

    ``stylesheets`` are files of our own; each is parsed once per process.
    """
    styles = [_style(path) for path in stylesheets]
    source = HTML(string=document, base_url=None, url_fetcher=_fetcher())
    return source.write_pdf(stylesheets=styles, font_config=_fonts())


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _fetcher() -> URLFetcher:
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@cache
def _style(path: Path) -> CSS:
    return CSS(string=path.read_text("utf-8"), font_config=_fonts(), url_fetcher=_fetcher())

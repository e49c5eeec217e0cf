"""The bound PDF of a packet: cover, form, a separator and the pages of each attachment, what is left out; numbered."""

from functools import cache
from pathlib import Path
from string import ascii_uppercase, digits

import pikepdf
from django.template.loader import render_to_string

from applications.packets.building.attachments import Attachment
from applications.packets.building.view import RevisionView
from files.merging import Section, merge
from sheets.pdf.render import from_html

STYLE = Path(__file__).resolve().parent / "packet.css"
FOOT = "申报材料合订本 · 第 {page} 页 共 {pages} 页 · "
LEFT_OUT = "未并入的附件"
COVER_PAGES = 2  # with the contents


def bind(view: RevisionView, attachments: list[Attachment], form: Path, target: Path) -> None:
    """Write the bound PDF.

    Args:
        form: the PDF of the form; the result keeps its metadata and structure.

    Raises:
        Unmergeable: the attachments are too much together.
    """
    own, alphabet = target.with_name(".own-pages.pdf"), target.with_name(".alphabet.pdf")
    alphabet.write_bytes(_alphabet())
    sections = _sections(view, attachments, form, own)
    merge(
        form,
        sections,
        target,
        title=f"{view.file_stem} {view.title}",
        at=view.submitted_at,
        foot=FOOT + view.code,
        alphabet=alphabet,
    )


@cache
def _alphabet() -> bytes:
    """All characters of a foot, for ``files.page_numbers``."""
    return from_html(f"<p>{FOOT}{digits}-{ascii_uppercase}</p>", (STYLE,))


def _sections(view: RevisionView, attachments: list[Attachment], form: Path, own: Path) -> list[Section]:
    """Write our own pages to ``own`` and return what stands in the bound PDF, in order."""
    with pikepdf.open(form) as pdf:
        form_pages = len(pdf.pages)
    chapters = _own_pages(view, attachments, form_pages, own, COVER_PAGES)
    if chapters[0][1] != COVER_PAGES:  # a long list of contents: now it is known where all begins
        chapters = _own_pages(view, attachments, form_pages, own, chapters[0][1])
    following = iter(chapters)
    sections = [
        Section(str(own), *next(following), "封面与目录"),
        Section(str(form), 0, form_pages, view.form.title_for(view.year)),
    ]
    for item in attachments:
        if item.prepared:
            sections.append(Section(str(own), *next(following), item.bookmark))
            sections.append(Section(str(item.prepared.path), 0, item.prepared.pages))
    return sections + [Section(str(own), *chapter, LEFT_OUT) for chapter in following]


def _own_pages(
    view: RevisionView, attachments: list[Attachment], form_pages: int, target: Path, cover_pages: int
) -> list[tuple[int, int]]:
    """Write cover, separators and the list of what is left out; return the chapters of that file."""
    context = {
        "view": view,
        "form_title": view.form.title_for(view.year),
        "form_first": cover_pages + 1,
        "form_pages": form_pages,
        "bound": [item for item in attachments if item.prepared],
        "left_out": [item for item in attachments if not item.prepared],
    }
    page, lines = cover_pages + form_pages + 1, []
    for item in attachments:
        lines.append((item, page if item.prepared else None))
        page += 1 + item.prepared.pages if item.prepared else 0
    context |= {"contents": lines, "left_out_first": page}
    target.write_bytes(
        from_html(render_to_string("applications/packets/building/pages.html", context), (STYLE,))
    )
    return chapters_of(target)


def chapters_of(path: Path) -> list[tuple[int, int]]:
    """First page (0-based) and number of pages of each chapter of our own pages: an ``h1`` opens a chapter."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        pages = {page.objgen: position for position, page in enumerate(pdf.pages)}
        starts = [pages[item.destination[0].objgen] for item in outline.root]
        ends = [*starts[1:], len(pdf.pages)]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]

"""Binds pages of several PDFs into one; a child of ``files.children.nursery``.

In two passes, because pages that pikepdf copies from file to file are all held in memory, while a job of qpdf reads
them when it writes them: 300 MB are bound in 135 MB instead of 385, and no slower.
"""

from pathlib import Path

import pikepdf
from pikepdf import Name

from files.page_numbers import number_pages


def merge(request: dict) -> dict:
    """Answer ``files.merging.merge``: bind the sections, then number and describe the whole.

    The base keeps its version, its metadata and its structure.
    """
    bound = f"{request['target']}.bound"
    try:
        _bind(request["base"], request["sections"], bound)
        with pikepdf.open(bound, access_mode=pikepdf.AccessMode.stream) as result:
            bookmarks = _positions(result, request["sections"], request["base"])
            if request["foot"]:
                with pikepdf.open(request["alphabet"]) as alphabet:
                    number_pages(result, alphabet, request["foot"])
            _describe(result, request["title"], request["date"], bookmarks)
            result.save(request["target"], deterministic_id=True)
    finally:
        Path(bound).unlink(missing_ok=True)
    return {}


def _bind(base: str, sections: list[dict], target: str) -> None:
    """Put the pages of the sections together, into the document that the base is."""
    pages = [
        {"file": section["path"], "range": f"{section['first'] + 1}-{section['first'] + section['count']}"}
        for section in sections
    ]
    pikepdf.Job(
        {
            "inputFile": base,
            "outputFile": target,
            "pages": pages,
            "streamData": "preserve",
            "deterministicId": "",
        }
    ).run()


def _positions(pdf: pikepdf.Pdf, sections: list[dict], base: str) -> list[tuple[str, int]]:
    """Title and first page of each section that has one; pages from elsewhere leave the base's structure alone."""
    position, bookmarks = 0, []
    for section in sections:
        if section["title"]:
            bookmarks.append((section["title"], position))
        following = position + section["count"]
        if section["path"] != base:
            for page in pdf.pages[position:following]:
                if Name.StructParents in page.obj:
                    del page.obj[Name.StructParents]  # a number in a tree that did not come along
        position = following
    return bookmarks


def _describe(pdf: pikepdf.Pdf, title: str, date: str, bookmarks: list[tuple[str, int]]) -> None:
    """Title, dates and bookmarks; the bound file no longer claims to be PDF/A or PDF/UA."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in [key for key in metadata if "pdfaid" in key or "pdfuaid" in key or "aiim.org" in key]:
            del metadata[key]
        metadata["dc:title"] = title
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = date
    with pdf.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in bookmarks)

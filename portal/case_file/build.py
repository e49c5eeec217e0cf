"""The two files of a case file: a bound PDF with cover, contents, bookmarks and page numbers, and a zip.

The forms are bound page by page by a child process, originals go into the zip as a stream: memory does not grow
with the application.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase, digits

import pikepdf
from django.template.loader import render_to_string

from applications.packets.building.archive import Member, write_archive
from applications.packets.building.binding import chapters_of
from files.merging import Section, merge
from portal.case_file.gather import Gathered, SubmittedForm
from sheets.pdf.render import from_html

STYLE = Path(__file__).resolve().parent / "case_file.css"
FOOT = "申报案卷 · 第 {page} 页 共 {pages} 页 · "


@dataclass(frozen=True)
class Built:
    """Where the files are."""

    pdf: Path
    archive: Path


def build(found: Gathered, folder: Path) -> Built:
    """Write both files into ``folder`` (exists, empty).

    Raises:
        Unmergeable: the forms could not be bound.
        OSError: the disk is full.
    """
    number = found.application.number
    pdf, archive = folder / f"{number}-case.pdf", folder / f"{number}-case.zip"
    _bind(found, folder, pdf)
    members = [Member(pdf.name, pdf), *(Member(original.name, original.path) for original in found.originals)]
    body = {"number": number, "gathered_at": found.at.isoformat(), "lacking": found.lacking}
    body |= {"journal_head": found.head} if found.head else {}
    texts = {"journal.json": json.dumps(found.journal, ensure_ascii=False, indent=1)}
    if found.pilot:
        texts["pilot.json"] = json.dumps(found.pilot, ensure_ascii=False, indent=1)
    write_archive(archive, members, found.at, body, texts)
    return Built(pdf, archive)


def _bind(found: Gathered, folder: Path, target: Path) -> None:
    own, alphabet = folder / ".own.pdf", folder / ".alphabet.pdf"
    foot = FOOT + found.application.number
    alphabet.write_bytes(_alphabet())
    sections = _sections(found, own)
    base = next((submission.form for submission in reversed(found.submissions) if submission.form), own)
    if base == own:
        with pikepdf.open(own) as pages:
            sections = [Section(str(own), 0, len(pages.pages), "申报案卷")]
    title = f"{found.application.number} 申报案卷"
    merge(base, sections, target, title=title, at=found.at, foot=foot, alphabet=alphabet)


@lru_cache(maxsize=1)
def _alphabet() -> bytes:
    """All characters of a foot, for ``files.page_numbers``."""
    return from_html(f"<p>{FOOT}{digits}-{ascii_uppercase}</p>", (STYLE,))


def _sections(found: Gathered, own: Path) -> list[Section]:
    """Write our own pages, twice: the second time the contents know where all begins."""
    starts: list[int] = []
    for _ in range(2):
        counts = _own_pages(found, own, starts)
        sections, starts = _in_order(found, own, counts)
    return sections


def _own_pages(found: Gathered, own: Path, starts: list[int]) -> list[tuple[int, int]]:
    chapters = [found.first, *(submission.chapter for submission in found.submissions), *found.last]
    lines = []
    for chapter, start in zip(_titles(found), starts or [0] * len(_titles(found)), strict=True):
        lines.append((chapter, start))
    context = {"found": found, "application": found.application, "chapters": chapters, "contents": lines}
    own.write_bytes(from_html(render_to_string("portal/case_file/pages.html", context), (STYLE,)))
    return chapters_of(own)


def _titles(found: Gathered) -> list[str]:
    """Lines of the contents, in order: every chapter, and every form after its chapter."""
    titles = [found.first.title]
    for submission in found.submissions:
        titles += (
            [submission.chapter.title, submission.title] if submission.form else [submission.chapter.title]
        )
    return [*titles, *(chapter.title for chapter in found.last)]


def _in_order(found: Gathered, own: Path, counts: list[tuple[int, int]]) -> tuple[list[Section], list[int]]:
    """What stands in the bound PDF, and the page (1-based) on which each line of the contents begins."""
    own_pages = iter(counts)
    sections = [Section(str(own), *next(own_pages), "封面与目录")]
    sections.append(Section(str(own), *next(own_pages), found.first.title))
    for submission in found.submissions:
        sections.append(Section(str(own), *next(own_pages), submission.chapter.title))
        if submission.form:
            sections.append(Section(str(submission.form), 0, _pages(submission), submission.title))
    sections += [Section(str(own), *next(own_pages), chapter.title) for chapter in found.last]
    starts, page = [], 1
    for section in sections:
        starts.append(page)
        page += section.count
    return sections, starts[1:]


def _pages(submission: SubmittedForm) -> int:
    with pikepdf.open(submission.form) as pdf:
        return len(pdf.pages)

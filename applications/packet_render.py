"""Builds the submission packet of a revision: the form as Word and PDF, one bound PDF, one zip (MAT-W).

Works on data and files only: the same view gives the same bytes. ``tasks`` claims the work and keeps the result.
"""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pikepdf
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from applications.models import Opinion, Revision
from applications.paper_code import paper_code
from files import store
from files.inspection import clean_name
from files.merging import Prepared, Section, Unmergeable, merge, prepare
from pilots.programme import AGAIN_MATERIALS, MATERIALS, Sheet
from sheets.definitions import Sheet as Form
from sheets.grid import grid
from sheets.pdf import from_html, render_pdf
from sheets.stamp import Stamp
from sheets.word import render_word

Progress = Callable[[str], None]
ARCHIVE_NAME_LENGTH = 80


@dataclass(frozen=True)
class Original:
    """An attachment as it was submitted: its line of the material list, its name, and its content."""

    material: str
    name: str
    path: Path
    sha256: str
    size: int
    mime: str


@dataclass(frozen=True)
class RevisionView:
    """Everything that goes into a packet, read once. Instants are in Beijing time."""

    application_pk: int
    revision: int
    sha256: str
    number: str | None
    reference: str
    title: str
    organisation: str
    recommender: str
    type_name: str
    year: int
    form: Form
    answers: dict
    opinion_dated: date | None
    submitted_at: datetime
    received_at: datetime | None
    originals: tuple[Original, ...]

    @property
    def code(self) -> str:
        """The code on every page."""
        return paper_code(self.application_pk, self.revision, self.sha256)

    @property
    def stamp(self) -> Stamp:
        """What stands at the foot of every page."""
        return Stamp(number=self.number, revision=self.revision, checksum=self.sha256, code=self.code)

    @property
    def file_stem(self) -> str:
        """What its files are called: the number, or the paper code before there is one; ASCII."""
        return self.number or self.code


@dataclass(frozen=True)
class Attachment:
    """An original on its way into the packet: its pages, or the reason why it has none."""

    position: int
    original: Original
    prepared: Prepared | None
    reason: str = ""
    available: bool = True

    @property
    def archive_name(self) -> str:
        """Its path inside the zip: ordered, unique, with material and name, under 255 bytes a part."""
        name = clean_name(f"{self.original.material}-{self.original.name}", ARCHIVE_NAME_LENGTH)
        return f"originals/{self.position:02d}-{name}"


@dataclass(frozen=True)
class Built:
    """The four files of a packet, and what could not be bound: material, name, sha256, reason of each."""

    word: Path
    pdf: Path
    merged: Path
    archive: Path
    left_out: list[dict]


def view_of(revision: Revision, *, answers: dict, opinion: Opinion | None) -> RevisionView:
    """Read what the packet of a revision shows, as the application stands now.

    Args:
        answers: everything on the paper form, the recommender's part included (``packet_request.paper_answers``).
        opinion: the recommendation that stands behind the revision (``packet_request.opinion_of``).
    """
    application = revision.application
    lines = {line.key: line.name for line in (*MATERIALS[Sheet(application.sheet)], *AGAIN_MATERIALS)}
    order = list(lines)
    attached = sorted(
        revision.attachments,
        key=lambda item: order.index(item["material"]) if item["material"] in lines else len(order),
    )
    return RevisionView(
        application_pk=application.pk,
        revision=revision.number,
        sha256=revision.sha256,
        number=application.number,
        reference=application.reference,
        title=answers.get("project_name") or answers["applicant_name"],
        organisation=answers["applicant_name"],
        recommender=str(opinion.recommender) if opinion else "",
        type_name=application.get_sheet_display(),
        year=application.cycle.year,
        form=application.form,
        answers=answers,
        opinion_dated=opinion.dated if opinion else None,
        submitted_at=localtime(revision.submitted_at),
        received_at=application.received_at and localtime(application.received_at),
        originals=tuple(
            Original(
                material=lines.get(item["material"], item["material"]),
                name=item["name"],
                path=store.path(item["sha256"]),
                sha256=item["sha256"],
                size=item["size"],
                mime=item["mime"],
            )
            for item in attached
        ),
    )


def build(view: RevisionView, folder: Path, progress: Progress = lambda step: None) -> Built:
    """Write the four files of the packet into ``folder`` (exists, empty) and return where they are.

    An attachment that cannot be bound never fails the packet: it is listed with the reason.

    Args:
        progress: told each step as a Chinese sentence of at most 60 characters.

    Raises:
        OSError: the disk is full.
    """
    word, pdf, merged, archive = (
        folder / f"{view.file_stem}-{end}" for end in ("form.docx", "form.pdf", "packet.pdf", "packet.zip")
    )
    paper = grid(view.form, view.answers, view.year, signed={"recommender": view.opinion_dated})
    progress("正在生成申报表 Word 版")
    word.write_bytes(render_word(paper, view.stamp))
    progress("正在生成申报表 PDF 版")
    pdf.write_bytes(render_pdf(paper, view.stamp))
    attachments = [
        _attach(position, original, folder, progress, len(view.originals))
        for position, original in enumerate(view.originals, start=1)
    ]
    progress("正在合并申报材料")
    try:
        _bind(view, attachments, pdf, merged)
    except Unmergeable as refusal:  # all together are too much: the form still gets its cover and its list
        attachments = [
            replace(item, prepared=None, reason=item.reason or str(refusal)) for item in attachments
        ]
        _bind(view, attachments, pdf, merged)
    progress("正在打包全部文件")
    _pack(view, attachments, word, pdf, archive)
    return Built(word, pdf, merged, archive, [_left_out(item) for item in attachments if not item.prepared])


def _attach(position: int, original: Original, folder: Path, progress: Progress, count: int) -> Attachment:
    """Turn one original into pages, or find out why not."""
    progress(f"正在检查附件 {position}/{count}：{original.name}"[:60])
    try:
        with original.path.open("rb") as content:
            unchanged = store.checksum(content) == original.sha256
    except OSError:
        return Attachment(position, original, None, "原件在存储中缺失，请联系市级工作人员。", available=False)
    if not unchanged:
        reason = "原件内容与提交时的校验值不符，请联系市级工作人员。"
        return Attachment(position, original, None, reason, available=False)
    try:
        pages = prepare(original.path, original.mime, folder / f".pages-{position:03d}.pdf")
    except Unmergeable as refusal:
        return Attachment(position, original, None, str(refusal))
    return Attachment(position, original, pages)


def _left_out(item: Attachment) -> dict:
    original = item.original
    return {
        "material": original.material,
        "name": original.name,
        "sha256": original.sha256,
        "reason": item.reason,
    }


def _bind(view: RevisionView, attachments: list[Attachment], form: Path, target: Path) -> None:
    """Cover, form, then a separator and the pages of each attachment, then the list of what is left out."""
    bound = [item for item in attachments if item.prepared]
    left_out = [item for item in attachments if not item.prepared]
    with pikepdf.open(form) as pdf:
        form_pages = len(pdf.pages)
    form_title = view.form.title_for(view.year)
    context = {
        "view": view,
        "form_title": form_title,
        "form_pages": form_pages,
        "attachments": attachments,
        "bound": bound,
        "left_out": left_out,
    }
    own = target.with_name(".own-pages.pdf")
    own.write_bytes(from_html(render_to_string("applications/packet/pages.html", context)))
    chapters = iter(_chapters(own))
    sections = [
        Section(str(own), *next(chapters), "封面"),
        Section(str(form), 0, form_pages, form_title),
    ]
    for item in bound:
        sections.append(Section(str(own), *next(chapters), f"附件 {item.position} {item.original.material}"))
        sections.append(Section(str(item.prepared.path), 0, item.prepared.pages))
    if left_out:
        sections.append(Section(str(own), *next(chapters), "未并入的附件"))
    merge(form, sections, target, title=f"{view.file_stem} {view.title}", at=view.submitted_at)


def _chapters(path: Path) -> list[tuple[int, int]]:
    """First page (0-based) and number of pages of each chapter of our own pages: an ``h1`` opens a chapter."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        pages = {page.objgen: position for position, page in enumerate(pdf.pages)}
        starts = [pages[item.destination[0].objgen] for item in outline.root]
        ends = [*starts[1:], len(pdf.pages)]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def _pack(view: RevisionView, attachments: list[Attachment], word: Path, pdf: Path, target: Path) -> None:
    """Word, PDF, the originals, and a manifest with the SHA-256 of each; dated with the submission."""
    members: list[tuple[str, Path, dict]] = [(word.name, word, {}), (pdf.name, pdf, {})]
    for item in attachments:
        facts = {
            "material": item.original.material,
            "name": item.original.name,
            "in_packet": item.prepared is not None,
        }
        if item.available:
            members.append((item.archive_name, item.original.path, facts))
    listed = []
    with zipfile.ZipFile(target, "w") as archive:
        for name, path, facts in members:
            with path.open("rb") as source, archive.open(_entry(name, view), "w") as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)
                size = source.tell()
                source.seek(0)
                listed.append({"path": name, "sha256": store.checksum(source), "size": size} | facts)
        manifest = _manifest(view, listed, [_left_out(item) for item in attachments if not item.prepared])
        archive.writestr(_entry("manifest.json", view), manifest)


def _entry(name: str, view: RevisionView) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=view.submitted_at.timetuple()[:6])
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _manifest(view: RevisionView, files: Iterable[dict], left_out: list[dict]) -> str:
    body = {
        "number": view.number,
        "code": view.code,
        "revision": view.revision,
        "checksum": view.sha256,
        "title": view.title,
        "organisation": view.organisation,
        "form": view.form.key,
        "year": view.year,
        "submitted_at": view.submitted_at.isoformat(),
        "received_at": view.received_at and view.received_at.isoformat(),
        "files": list(files),
        "not_in_packet": left_out,
    }
    return json.dumps(body, ensure_ascii=False, indent=2)

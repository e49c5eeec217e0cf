"""Builds the submission packet of a revision: the form as Word and PDF, one bound PDF, one zip (MAT-W).

Works on data and files only: the same view gives the same bytes. ``packets.work`` claims the work and keeps the result.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from applications.packets.building.archive import pack
from applications.packets.building.attachments import Attachment, attach
from applications.packets.building.binding import bind
from applications.packets.building.proof import prove
from applications.packets.building.view import RevisionView
from applications.packets.steps import Progress, Step, unheard
from files.merging import Unmergeable
from sheets.grid import grid
from sheets.pdf.render import render
from sheets.word.render import render_word


@dataclass(frozen=True)
class Built:
    """The four files of a packet; what could not be bound (material, name, sha256, reason of each); the proof.

    The proof is that of the form (``packets.proof``) and ``lost``: names of originals that the store has no more.
    """

    word: Path
    pdf: Path
    merged: Path
    archive: Path
    left_out: list[dict]
    proof: dict


def build(view: RevisionView, folder: Path, progress: Progress = unheard) -> Built:
    """Write the four files of the packet into ``folder`` (exists, empty) and return where they are.

    An attachment that cannot be bound never fails the packet: it is listed with the reason.

    Args:
        progress: told each step when it begins, and what of it is being done.

    Raises:
        OSError: the disk is full.
    """
    word, pdf, merged, archive = (
        folder / f"{view.file_stem}-{end}" for end in ("form.docx", "form.pdf", "packet.pdf", "packet.zip")
    )
    proof = _form(view, word, pdf, progress)
    attachments = []
    for position, original in enumerate(view.originals, start=1):
        progress(Step.ATTACHMENTS, f"{position}/{len(view.originals)}：{original.name}")
        attachments.append(attach(position, original, folder))
    progress(Step.BINDING, "")
    attachments = _bound(view, attachments, pdf, merged)
    progress(Step.ARCHIVE, "")
    pack(view, attachments, word, pdf, archive)
    left_out = [item.as_left_out for item in attachments if not item.prepared]
    proof["lost"] = [item["name"] for item in left_out if not item["in_archive"]]
    return Built(word, pdf, merged, archive, left_out, proof)


def _form(view: RevisionView, word: Path, pdf: Path, progress: Progress) -> dict:
    """Write the form as Word and PDF; return the proof that every answer is in both."""
    paper = grid(view.form, view.answers, view.year, signed={"recommender": view.opinion_dated})
    progress(Step.WORD, "")
    word.write_bytes(render_word(paper, view.stamp))
    progress(Step.PDF, "")
    rendered = render(paper, view.stamp, word.read_bytes())
    pdf.write_bytes(rendered.pdf)
    progress(Step.PROOF, "")
    files = {"word": word.read_bytes(), "pdf": pdf.read_bytes()}
    return prove(view.form, view.answers, paper, **files, glyphs=rendered.missing)


def _bound(view: RevisionView, attachments: list[Attachment], pdf: Path, target: Path) -> list[Attachment]:
    """Bind all that has pages. When all together are too much, the form still gets its cover and its list."""
    try:
        bind(view, attachments, pdf, target)
    except Unmergeable as refusal:
        attachments = [
            replace(item, prepared=None, reason=item.reason or str(refusal)) for item in attachments
        ]
        bind(view, attachments, pdf, target)
    return attachments

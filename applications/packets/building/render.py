"""Builds the submission packet of a revision: the form as Word and PDF, one bound PDF, one zip (MAT-W).

Works on data and files only: the same view gives the same bytes. ``packets.work`` claims the work and keeps the result.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from applications.models import PacketFile
from applications.packets.building.archive import pack
from applications.packets.building.attachments import Attachment, attach
from applications.packets.building.binding import bind
from applications.packets.building.proof import prove
from applications.packets.building.view import RevisionView
from applications.packets.outputs import OUTPUTS
from applications.packets.steps import Progress, Step, unheard
from files.merging import Unmergeable
from sheets.grid import grid

Kind = PacketFile.Kind


@dataclass(frozen=True)
class Built:
    """The files of a packet by kind; what could not be bound (material, name, sha256, reason of each); the proof.

    The proof is that of the form (``packets.proof``) and ``lost``: names of originals that the store has no more.
    """

    files: dict[PacketFile.Kind, Path]
    left_out: list[dict]
    proof: dict


def build(view: RevisionView, folder: Path, progress: Progress = unheard) -> Built:
    """Write the files of the packet into ``folder`` (exists, empty) and return where they are.

    An attachment that cannot be bound never fails the packet: it is listed with the reason.

    Args:
        progress: told each step when it begins, and what of it is being done.

    Raises:
        OSError: the disk is full.
    """
    files = {kind: folder / f"{view.file_stem}-{output.suffix}" for kind, output in OUTPUTS.items()}
    proof = _forms(view, files, progress)
    attachments = []
    for position, original in enumerate(view.originals, start=1):
        progress(Step.ATTACHMENTS, f"{position}/{len(view.originals)}：{original.name}")
        attachments.append(attach(position, original, folder))
    progress(Step.BINDING, "")
    attachments = _bound(view, attachments, files[Kind.PDF], files[Kind.MERGED])
    progress(Step.ARCHIVE, "")
    forms = [files[kind] for kind, output in OUTPUTS.items() if output.form]
    pack(view, attachments, forms, files[Kind.ARCHIVE])
    left_out = [item.as_left_out for item in attachments if not item.prepared]
    proof["lost"] = [item["name"] for item in left_out if not item["in_archive"]]
    return Built(files, left_out, proof)


def _forms(view: RevisionView, files: dict[PacketFile.Kind, Path], progress: Progress) -> dict:
    """Write the form in each format; return the proof that every answer is in Word and PDF."""
    paper = grid(view.form, view.answers, view.year, signed={"recommender": view.opinion_dated})
    made: dict[str, bytes] = {}
    missing: list[str] = []
    for kind, output in OUTPUTS.items():
        if output.form:
            progress(Step(output.form.key), "")
            rendered = output.form.render(paper, view.stamp, made)
            made[output.form.key] = rendered.content
            missing += rendered.missing
            files[kind].write_bytes(rendered.content)
    progress(Step.PROOF, "")
    return prove(view.form, view.answers, paper, word=made["word"], pdf=made["pdf"], glyphs=missing)


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

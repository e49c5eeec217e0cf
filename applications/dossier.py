"""A revision as its readers see it: the paper form, the files, and what the applicant declared. No writing."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from applications.models import Application, Packet, Revision
from applications.packet_request import opinion_of, paper_answers
from applications.paper_code import paper_code
from applications.rules import norms_outside
from files.responses import INLINE_TYPES
from pilots.programme import AGAIN_MATERIALS, CONDITIONS, MATERIALS, Sheet
from sheets.answers import diff
from sheets.grid import grid
from sheets.html import paper

DOWNLOADS = (
    ("word", "申报表（Word）"),
    ("pdf", "申报表（PDF）"),
    ("merged", "申报材料合订本（PDF）"),
    ("archive", "申报材料压缩包（ZIP）"),
)


@dataclass(frozen=True)
class Change:
    """One place that differs between two revisions."""

    label: str
    before: str
    after: str


def paper_of(revision: Revision, answers: dict | None = None, dated: date | None = None) -> SafeString:
    """The official form of a revision as HTML, with the opinion that stands behind it.

    Args:
        answers: the recommender's part as it would read, in place of the opinion given.
        dated: day of that opinion.
    """
    opinion = opinion_of(revision)
    if answers is None:
        answers, dated = paper_answers(revision), opinion and opinion.dated
    signed = {"recommender": dated} if dated else None
    application = revision.application
    return paper(grid(application.form, revision.answers | answers, application.cycle.year, signed))


def code_of(revision: Revision) -> str:
    """The code printed on every page of the revision (MAT-W)."""
    return paper_code(revision.application_id, revision.number, revision.sha256)


def material_names(sheet: str) -> dict[str, str]:
    """Key → name of every line that a material list of this form may have."""
    return {material.key: material.name for material in (*MATERIALS[Sheet(sheet)], *AGAIN_MATERIALS)}


def attachments_of(revision: Revision) -> list[dict]:
    """The attachments as ``file_list`` shows them."""
    names = material_names(revision.application.sheet)
    return [
        {
            "kind": names.get(file["material"], file["material"]),
            "name": file["name"],
            "size": file["size"],
            "sha256": file["sha256"],
            "url": reverse("revision_attachment", args=[revision.pk, index]),
            "preview_url": _preview(reverse("revision_attachment", args=[revision.pk, index]), file["mime"]),
        }
        for index, file in enumerate(revision.attachments)
    ]


def _preview(url: str, mime: str) -> str:
    """Where the file is shown in the browser; empty for what can only be downloaded."""
    return f"{url}?preview=1" if mime in INLINE_TYPES else ""


def packet_of(revision: Revision) -> Packet | None:
    """The packet of a revision with its files."""
    return Packet.objects.select_related("word", "pdf", "merged", "archive").filter(revision=revision).first()


def downloads_of(revision: Revision, packet: Packet | None) -> list[dict]:
    """The rendered files as ``file_list`` shows them; empty until the packet is built."""
    if packet is None or packet.state != Packet.State.DONE:
        return []
    return [
        {
            "name": name,
            "size": getattr(packet, what).size,
            "url": reverse("revision_file", args=[revision.pk, what]),
            "preview_url": _preview(
                reverse("revision_file", args=[revision.pk, what]), getattr(packet, what).mime
            ),
        }
        for what, name in DOWNLOADS
    ]


def reasons_of(revision: Revision) -> list[tuple[str, str]]:
    """(in-principle rule, reason) for every norm that the revision lies outside of (programme §3, 原则上)."""
    submitted = copy(revision.application)
    submitted.answers, submitted.confirmed_conditions = revision.answers, revision.confirmed_conditions
    return [(norm.text, revision.norm_reasons.get(norm.key, "")) for norm in norms_outside(submitted)]


def confirmed_of(revision: Revision) -> list[tuple[str, str, bool]]:
    """(condition, source, confirmed by the applicant) for every condition of the type."""
    return [
        (condition.text, condition.source, condition.key in revision.confirmed_conditions)
        for condition in CONDITIONS[Sheet(revision.application.sheet)]
    ]


def draft_revision(application: Application) -> Revision:
    """The draft as a revision that is not saved, to be compared with what was submitted before."""
    files = [
        {"material": each.material, "name": each.name, "sha256": each.file_id}
        for each in application.attachments.all()
    ]
    return Revision(
        application=application,
        answers=application.answers,
        attachments=files,
        norm_reasons=application.norm_reasons,
    )


def changes(old: Revision, new: Revision) -> list[Change]:
    """What differs between two revisions of an application: answers, files, reasons, in this order."""
    form, sheet = new.application.form, new.application.sheet
    found = [Change(*row) for row in diff(form, old.answers, new.answers)]
    for key, name in material_names(sheet).items():
        before, after = _files(old, key), _files(new, key)
        if before != after:
            found.append(Change(f"附件 · {name}", _names(before), _names(after)))
    for key in sorted({*old.norm_reasons, *new.norm_reasons}):
        before, after = old.norm_reasons.get(key, ""), new.norm_reasons.get(key, "")
        if before != after:
            found.append(Change("原则性要求之外的理由", before, after))
    return found


def _files(revision: Revision, material: str) -> list[tuple[str, str]]:
    return [(f["name"], f["sha256"]) for f in revision.attachments if f["material"] == material]


def _names(files: list[tuple[str, str]]) -> str:
    return "、".join(f"{name}（校验码 {sha256[:12]}）" for name, sha256 in files)

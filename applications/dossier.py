"""A revision as its readers see it: the paper form, the files, and what the applicant declared. No writing."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.wording import chinese_datetime
from applications.carbon.annex import TITLE
from applications.carbon.shown import figures_shown, lines_of
from applications.models import Application, Packet, Revision
from applications.packets.request import opinion_of, paper_answers
from applications.paper_code import paper_code
from applications.plausibility import Hint, hints, subject_of
from applications.rules import Norm, in_order, norms_outside
from applications.states import Route
from applications.word_difference import Piece, difference
from files.responses import INLINE_TYPES
from pilots.programme import CONDITIONS, Sheet, material_names
from sheets.answers import diff
from sheets.grid import grid
from sheets.html import Marks, paper
from sheets.merging import aligned

DOWNLOADS = (
    ("word", "申报表（Word）"),
    ("pdf", "申报表（PDF）"),
    ("merged", "申报材料合订本（PDF）"),
    ("archive", "申报材料压缩包（ZIP）"),
)
BASICS = {"field": "所属领域", "district": "所在区", "route": "申报途径", "recommender": "推荐单位"}
CONFIRMED = {True: "已确认", False: "未确认"}


@dataclass(frozen=True)
class Change:
    """One place that differs between two revisions; ``place`` is its key path when it is a field or a choice."""

    label: str
    before: str
    after: str
    place: str = ""

    @property
    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Both texts in pieces, marked where they differ."""
        return difference(self.before, self.after)


def paper_of(
    revision: Revision,
    answers: dict | None = None,
    dated: date | None = None,
    marks: Marks | None = None,
) -> SafeString:
    """The official form of a revision as HTML, with the opinion that stands behind it.

    Args:
        answers: the recommender's part as it would read, in place of the opinion given.
        dated: day of that opinion.
        marks: what stands beside the answers on this page, and on no paper.
    """
    opinion = opinion_of(revision)
    if answers is None:
        answers, dated = paper_answers(revision), opinion and opinion.dated
    signed = {"recommender": dated} if dated else None
    application = revision.application
    return paper(grid(application.form, revision.answers | answers, application.cycle.year, signed), marks)


def code_of(revision: Revision) -> str:
    """The code printed on every page of the revision (MAT-W)."""
    return paper_code(revision.application_id, revision.number, revision.sha256)


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
    return _downloads(revision, packet)


def earlier_downloads_of(revision: Revision, packet: Packet) -> list[dict]:
    """The same of the time before: of this revision, built before it became due again; empty when it is built."""
    if packet.state == Packet.State.DONE or packet.built_at is None:
        return []
    note = f"{chinese_datetime(packet.built_at)}生成"
    return [file | {"note": note} for file in _downloads(revision, packet)]


def _downloads(revision: Revision, packet: Packet) -> list[dict]:
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


def form_file_of(revision: Revision) -> dict | None:
    """The form of the revision as PDF, as ``file_list`` shows it; None while the packet is not built."""
    found = downloads_of(revision, packet_of(revision))
    return next((each for each in found if each["url"].endswith("/pdf/")), None)


def norms_of(revision: Revision) -> list[tuple[Norm, str]]:
    """(in-principle rule, reason) for every norm that the revision lies outside of (programme §3, 原则上)."""
    submitted = copy(revision.application)
    submitted.answers, submitted.confirmed_conditions = revision.answers, revision.confirmed_conditions
    return [(norm, revision.norm_reasons.get(norm.key, "")) for norm in norms_outside(submitted)]


def reasons_of(revision: Revision) -> list[tuple[str, str]]:
    """The same in words: (rule, reason)."""
    return [(norm.text, reason) for norm, reason in norms_of(revision)]


def hints_of(revision: Revision) -> list[Hint]:
    """What the portal noticed about the figures of a revision; norms are left out: their reasons are shown."""
    form = revision.application.form
    found = hints(subject_of(form, revision.answers, revision.carbon, revision.field))
    return [hint for hint in found if not hint.norm]


def carbon_of(revision: Revision) -> dict | None:
    """The carbon figures of a revision as ``applications/carbon_figures.html`` shows them; None when there are none."""
    application = revision.application
    found = figures_shown(application.sheet, revision.carbon, application.cycle.year)
    if found and found["complete"]:
        found["documents"] = [
            (f"{TITLE}（{word}）", reverse("revision_carbon", args=[revision.pk, what]))
            for what, word in (("word", "Word"), ("pdf", "PDF"))
        ]
    return found


def confirmed_of(revision: Revision) -> list[tuple[str, str, bool]]:
    """(condition, source, confirmed by the applicant) for every condition of the type."""
    return [
        (condition.text, condition.source, condition.key in revision.confirmed_conditions)
        for condition in CONDITIONS[Sheet(revision.application.sheet)]
    ]


def draft_revision(application: Application) -> Revision:
    """What would be submitted of the draft as it is now: a revision without number and not saved.

    Reads ``application.attachments`` with their files; fetch them before.
    """
    return Revision(
        application=application,
        field=application.field,
        district=application.district,
        route=application.route,
        recommender=application.recommender if application.route == Route.RECOMMENDED else None,
        answers=application.answers,
        attachments=[
            {
                "material": each.material,
                "name": each.name,
                "size": each.file.size,
                "sha256": each.file_id,
                "mime": each.file.mime,
            }
            for each in in_order(application, application.attachments.all())
        ],
        confirmed_conditions=application.confirmed_conditions,
        norm_reasons=application.norm_reasons,
        carbon=application.carbon,
    )


def changes(old: Revision, new: Revision) -> list[Change]:
    """What differs between two revisions of an application, in the order of its pages: where it belongs and goes,
    answers, files, carbon figures, confirmed conditions, reasons.
    """
    found = _changed_basics(old, new) if old.route else []  # not kept with the revisions of old
    found += _changed_content(old, new)
    return found + _changed_statements(old, new)


def unchanged(application: Application) -> bool:
    """Whether the draft holds just what its current revision holds, on the same form.

    Reads ``application.attachments`` with their files; fetch them before.
    """
    before = application.current_revision
    if before is None or before.definition_checksum != application.definition_checksum:
        return False
    return not changes(before, draft_revision(application))


def _changed_basics(old: Revision, new: Revision) -> list[Change]:
    said = [
        {
            "field": each.get_field_display(),
            "district": each.get_district_display(),
            "route": each.get_route_display(),
            "recommender": str(each.recommender or ""),
        }
        for each in (old, new)
    ]
    return [
        Change(label, said[0][key], said[1][key], key)
        for key, label in BASICS.items()
        if said[0][key] != said[1][key]
    ]


def _changed_content(old: Revision, new: Revision) -> list[Change]:
    form, sheet = new.application.form, new.application.sheet
    rows = diff(form, aligned(form, old.answers, new.answers), new.answers)
    found = [Change(slot.label, before, after, slot.path) for slot, before, after in rows]
    for key, name in material_names(sheet).items():
        before, after = files_under(old, key), files_under(new, key)
        if before != after:
            found.append(Change(f"附件 · {name}", names_of(before), names_of(after)))
    figures = [lines_of(sheet, each.carbon) for each in (old, new)]
    if figures[0] != figures[1]:
        found.append(Change("碳排放数据", *figures))
    return found


def _changed_statements(old: Revision, new: Revision) -> list[Change]:
    found = [
        Change(f"申报条件 · {text}", CONFIRMED[before], CONFIRMED[after])
        for (text, _, before), (_, _, after) in zip(confirmed_of(old), confirmed_of(new), strict=True)
        if before != after
    ]
    for key in sorted({*old.norm_reasons, *new.norm_reasons}):
        before, after = old.norm_reasons.get(key, ""), new.norm_reasons.get(key, "")
        if before != after:
            found.append(Change("原则性要求之外的理由", before, after))
    return found


def files_under(revision: Revision, material: str) -> list[tuple[str, str]]:
    """(name, SHA-256) of the files under one line of the material list."""
    return [(f["name"], f["sha256"]) for f in revision.attachments if f["material"] == material]


def names_of(files: list[tuple[str, str]]) -> str:
    """The files in words, told apart by their content."""
    return "、".join(f"{name}（校验码 {sha256[:12]}）" for name, sha256 in files)

"""A revision as its readers see it: the paper form, the files, and what the applicant declared. No writing."""

from collections.abc import Callable
from copy import copy
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from applications.carbon.annex import TITLE
from applications.carbon.changed_factors import hints_on
from applications.carbon.figures import figures_shown
from applications.carbon.plausibility import Hint, subject_of
from applications.dossier.opinion import opinion_of, paper_answers
from applications.dossier.paper_code import paper_code
from applications.models import Application, Revision
from applications.requirements import REMIT, Norm, answer_norms, in_order, proofs_lacking, remit_norm
from applications.states import Route
from files.responses import INLINE_TYPES
from journal import clock
from programme.notice import material_names
from sheets.grid import grid
from sheets.html import Marks, paper

UNSAID = "未说明（提交时平台尚未要求说明理由）"


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


def attachments_of(revision: Revision, at: Callable[[int], str] | None = None) -> list[dict]:
    """The attachments as ``file_list`` shows them.

    Args:
        at: address of a file by its place; that of who reads the revision when None.
    """
    names = material_names(revision.application.sheet)
    at = at or (lambda index: reverse("revision_attachment", args=[revision.pk, index]))
    return [
        {
            "kind": names.get(file["material"], file["material"]),
            "name": file["name"],
            "size": file["size"],
            "sha256": file["sha256"],
            "url": at(index),
            "preview_url": preview_url(at(index), file["mime"]),
        }
        for index, file in enumerate(revision.attachments)
    ]


def preview_url(url: str, mime: str) -> str:
    """Where the file is shown in the browser; empty for what can only be downloaded."""
    return f"{url}?preview=1" if mime in INLINE_TYPES else ""


def norms_of(revision: Revision) -> list[tuple[Norm, str]]:
    """(what is asked for in principle, reason) for all that the revision does without (programme §3, 原则上; MAT-*)."""
    submitted = copy(revision.application)
    submitted.answers, submitted.confirmed_conditions = revision.answers, revision.confirmed_conditions
    present = {file["material"] for file in revision.attachments}
    norms = [*answer_norms(submitted), *proofs_lacking(submitted, present)]
    if REMIT in revision.norm_reasons and revision.recommender:
        submitted.recommender, submitted.district = revision.recommender, revision.district
        submitted.field = revision.field
        norms.append(remit_norm(submitted))
    return [(norm, revision.norm_reasons.get(norm.key, UNSAID)) for norm in norms]


def reasons_of(revision: Revision) -> list[tuple[str, str]]:
    """The same in words: (rule, reason)."""
    return [(norm.text, reason) for norm, reason in norms_of(revision)]


def hints_of(revision: Revision) -> list[Hint]:
    """What the portal noticed about the figures of a revision; norms are left out: their reasons are shown."""
    form = revision.application.form
    subject = subject_of(form, revision.answers, revision.carbon, revision.field)
    found = hints_on(subject, clock.day_of(clock.now()))
    return [hint for hint in found if not hint.norm]


def carbon_of(revision: Revision) -> dict | None:
    """The carbon figures of a revision as ``applications/carbon/figures.html`` shows them; None when there are none."""
    application = revision.application
    today = clock.day_of(clock.now())
    found = figures_shown(application.sheet, revision.carbon, application.cycle.year, today)
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
        for condition in revision.application.programme_form.conditions
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


def files_under(revision: Revision, material: str) -> list[tuple[str, str]]:
    """(name, SHA-256) of the files under one line of the material list."""
    return [(f["name"], f["sha256"]) for f in revision.attachments if f["material"] == material]


def names_of(files: list[tuple[str, str]]) -> str:
    """The files in words, told apart by their content."""
    return "、".join(f"{name}（校验码 {sha256[:12]}）" for name, sha256 in files)

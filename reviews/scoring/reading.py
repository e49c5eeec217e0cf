"""What a reviewer reads of an application: the form without the people in it, attachments, carbon figures (REV-2)."""

from django.urls import reverse

from applications.carbon.figures import figures_shown
from applications.dossier.earlier import Earlier, earlier_of
from applications.dossier.opinion import paper_answers
from applications.dossier.revision import reasons_of
from files.responses import INLINE_TYPES
from journal import clock
from programme.notice import material_names
from reviews.models import ScoreSheet
from sheets.answers import without_persons
from sheets.grid import grid
from sheets.html import paper


def paper_of(sheet: ScoreSheet) -> str:
    """The form under review, without the answers that its definition marks as personal."""
    application = sheet.application
    answers = without_persons(application.form, paper_answers(application.current_revision))
    return paper(grid(application.form, answers, application.cycle.year))


def files_of(sheet: ScoreSheet) -> list[dict]:
    """The attachments of the revision under review, as ``file_list`` and ``viewer.html`` take them."""
    names = material_names(sheet.application.sheet)
    found = []
    for index, item in enumerate(sheet.application.current_revision.attachments):
        url = reverse("reviewer_file", args=[sheet.pk, index])
        preview = f"{url}?show" if item["mime"] in INLINE_TYPES else ""
        found.append(item | {"kind": names.get(item["material"], ""), "url": url, "preview_url": preview})
    return found


def reasons_given(sheet: ScoreSheet) -> list[tuple[str, str]]:
    """(what is asked for in principle, the applicant's reason), as the recommender and the screener read them."""
    revision = sheet.application.current_revision
    revision.application = sheet.application
    return reasons_of(revision)


def earlier_project_of(sheet: ScoreSheet) -> Earlier | None:
    """What the application under review comes again from, without the people in it; None when it is new (ELI-R)."""
    return earlier_of(
        sheet.application,
        persons=False,
        file_url=lambda index: reverse("reviewer_earlier_file", args=[sheet.pk, index]),
    )


def carbon_of(sheet: ScoreSheet) -> dict | None:
    """The carbon figures of the revision under review, None when there are none."""
    revision = sheet.application.current_revision
    today = clock.day_of(clock.now())
    return figures_shown(sheet.application.sheet, revision.carbon, sheet.application.cycle.year, today)

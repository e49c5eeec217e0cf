"""The earlier project of an application that comes again: its number, result and materials (ELI-R). No writing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from applications.dossier.revision import attachments_of
from applications.models import Application, Revision
from programme.models import LibraryEntry
from sheets.answers import without_persons
from sheets.grid import grid
from sheets.html import paper


@dataclass(frozen=True)
class Earlier:
    """What an application comes again from.

    Attributes:
        application: the earlier one; None when it was evaluated on paper and staff entered it into the library.
        paper: its form; empty without it. files: as ``file_list`` shows them.
    """

    entry: LibraryEntry
    application: Application | None
    paper: SafeString | str
    files: list[dict]


def earlier_of(
    application: Application, *, persons: bool = True, file_url: Callable[[int], str] | None = None
):
    """What an application comes again from, for everybody who reads it; None when it does not come again.

    The opinion of the earlier recommender is left out.

    Args:
        persons: whether the reader may see who is named; a reviewer may not (REV-2).
        file_url: address of a file by its place; that of the applicant, the recommender and the city when None.
    """
    if application.previous_entry_id is None:
        return None
    entry = application.previous_entry
    revision = _revision_of(entry)
    if revision is None:
        return Earlier(entry, None, "", [])
    before = revision.application
    answers = revision.answers if persons else without_persons(before.form, revision.answers)
    at = file_url or (lambda index: reverse("earlier_attachment", args=[application.pk, index]))
    return Earlier(
        entry, before, paper(grid(before.form, answers, before.cycle.year)), attachments_of(revision, at)
    )


def earlier_file(application: Application, index: int) -> dict:
    """One file of what an application comes again from, by its place.

    Raises:
        Http404: there is none.
    """
    revision = _revision_of(application.previous_entry) if application.previous_entry_id else None
    if revision is None or index >= len(revision.attachments):
        raise Http404
    return revision.attachments[index]


def _revision_of(entry: LibraryEntry) -> Revision | None:
    """What was submitted last of the application behind an entry."""
    applications = Application.objects.filter(entry=entry)
    before = applications.select_related("cycle", "current_revision").first()
    if before is None:
        return None
    before.current_revision.application = before
    return before.current_revision

"""What the pages of a submission show: files, versions, where it stands. No writing."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import is_member, may
from face.wording import chinese_date, days_left
from files.models import StoredFile
from pilots.models import Submission, SubmissionVersion
from pilots.states import SUBMISSION_LOOKS, SubmissionState, Viewer
from pilots.submissions.kinds import kind_of
from pilots.writing.files import file_row
from pilots.writing.layout import Layout
from pilots.writing.reading import Section, sections_of
from pilots.writing.versions import as_handed_in
from programme.notice import ISSUER


def family_of(submission: Submission, user: User) -> str:
    """How its state looks to this person."""
    viewer = Viewer.CITY if may(user, Capability.READ_RECEIVED) else Viewer.ORGANISATION
    return SUBMISSION_LOOKS.look(submission.state, viewer).family


def standing(submission: Submission, today: date) -> dict[str, str]:
    """What is next, by whom and until when, as its status panel says it."""
    if submission.state == SubmissionState.HANDED_IN:
        return {"next": "审核", "by": ISSUER, "until": ""}
    if submission.state in (SubmissionState.OPEN, SubmissionState.RETURNED):
        until = (
            f"{chinese_date(submission.due_on)}，{days_left(submission.due_on, today)}"
            if submission.due_on
            else ""
        )
        return {"next": "填写并提交", "by": submission.pilot.entry.organisation_name, "until": until}
    return {"next": "", "by": "", "until": ""}


def attached_files(submission: Submission, layout: Layout) -> list[dict]:
    """The files of what is being written, as ``file_list`` shows them, with buttons to delete."""
    labels = dict(layout.file_places)
    return [
        file_row(
            attached.file,
            attached.name,
            reverse("submission_file", args=[attached.pk]),
            kind=labels.get(attached.place, "证明材料"),
            delete_url=reverse("submission_file_delete", args=[attached.pk]),
        )
        for attached in submission.attached.select_related("file")
    ]


@dataclass(frozen=True)
class ShownVersion:
    """A version with its tables and files."""

    version: SubmissionVersion
    sections: list[Section]
    files: list[dict]


def shown_versions(submission: Submission) -> list[ShownVersion]:
    """Every version that was handed in, the newest first."""
    rows = submission.versions.select_related("submitted_by", "decided_by", "file").order_by("-version")
    versions = list(rows)
    stored = StoredFile.objects.in_bulk({file["sha256"] for version in versions for file in version.files})
    return [_shown(submission, version, stored) for version in versions]


def _shown(submission: Submission, version: SubmissionVersion, stored: dict[str, StoredFile]) -> ShownVersion:
    version.submission = submission
    layout = kind_of(submission).layout_of(as_handed_in(version))
    labels = dict(layout.file_places)
    files = [
        file_row(
            stored[kept["sha256"]],
            kept["name"],
            reverse("submission_version_file", args=[version.pk, number]),
            kind=labels.get(kept["place"], "证明材料"),
        )
        for number, kept in enumerate(version.files)
        if kept["sha256"] in stored
    ]
    return ShownVersion(version, sections_of(layout, version.content), files)


def may_see_draft(submission: Submission, user: User) -> bool:
    """Whether this person may read what is not handed in: who writes it, never the city."""
    return is_member(user, submission.pilot.entry.organisation_id)

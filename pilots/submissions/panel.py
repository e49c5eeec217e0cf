"""The panel of this subject on the page of a pilot: what is open, what waits, what was answered."""

from datetime import date

from accounts.models import User
from accounts.rules import is_member
from face.fields import today
from face.wording import days_left
from pilots.models import Pilot, Submission
from pilots.states import UNFINISHED, WRITABLE
from pilots.submissions.kinds import KINDS, title_of
from pilots.submissions.shown import family_of


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/submissions/panel.html shows to this person: unfinished ones first, by the day they are due."""
    rows = pilot.submissions.filter(kind__in=KINDS).prefetch_related("versions")
    day = today()
    submissions = sorted(rows, key=_order)
    for row in submissions:
        row.pilot = pilot
    return {
        "submission_rows": [_row(row, user, day) for row in submissions],
        "submission_writes": is_member(user, pilot.entry.organisation_id),
    }


def _order(row: Submission) -> tuple[bool, date, int]:
    """Unfinished ones by the day they are due, then the others, newest first."""
    done = row.state not in UNFINISHED
    return (done, date.max, -row.pk) if done else (done, row.due_on or date.max, row.pk)


def _row(row: Submission, user: User, day: date) -> dict:
    versions = list(row.versions.all())
    return {
        "row": row,
        "title": title_of(row),
        "family": family_of(row, user),
        "writable": row.state in WRITABLE,
        "left": days_left(row.due_on, day) if row.state in WRITABLE else "",
        "overdue": row.state in WRITABLE and bool(row.due_on) and row.due_on < day,
        "last": versions[-1] if versions else None,
    }

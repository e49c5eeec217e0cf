"""The sweep over reports: one opens when its period is over, and closes when its pilot ends. Harmless at any time."""

from contextlib import suppress
from datetime import datetime

from journal import clock
from journal.acts import Refused
from journal.clock import day_of
from pilots.models import Submission
from pilots.progress.actions import close_report, open_report
from pilots.progress.due import periods_to_open, reporting_pilots
from pilots.states import ENDED, WRITABLE, SubmissionKind


def open_due_reports(at: datetime | None = None) -> None:
    """Open every report that is due, one transaction each, and close what is left over of pilots that ended.

    Killed anywhere, run twice or by two at once it comes to the same: each report is looked for again under the lock
    of its pilot.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    for pilot in reporting_pilots():
        for _ in periods_to_open(pilot, day_of(now)):
            open_report(pilot.pk, now)
    left = Submission.objects.filter(kind=SubmissionKind.PROGRESS, state__in=WRITABLE, pilot__state__in=ENDED)
    for pk in left.order_by("pk").values_list("pk", flat=True):
        with suppress(Refused):  # somebody was faster
            close_report(pk, now)

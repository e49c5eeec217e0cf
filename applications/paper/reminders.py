"""The portal asks for paper by itself: once per revision, some days after receipt (MAT-W; ``Cycle.paper_reminder_days``).

A row (``PaperReminder``) says that it was asked for, written in the transaction that puts the messages into the outbox; so a
sweep that was killed half way goes on where it stopped, and two at once do it once. An application that came back from
a correction counts its days from the new submission: its paper starts anew.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from applications.models import Application, PaperReminder, with_paper_copies
from applications.paper.desk.actions import remind_of_paper
from applications.states import PAPER_WANTED
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import PAPER_COPIES


def remind_of_late_paper(at: datetime | None = None) -> int:
    """Ask everybody whose paper is late, and who was not asked by the portal for this revision; return how many.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now, told = at or clock.now(), 0
    for cycle in Cycle.objects.exclude(paper_reminder_days=0):
        for pk in list(late(cycle, now).values_list("pk", flat=True)):
            try:
                remind_of_paper(pk, actor=None, at=now)
            except Refused:  # a person asked today, or the paper has just come: tomorrow's sweep looks again
                continue
            told += 1
    return told


def late(cycle: Cycle, now: datetime) -> QuerySet:
    """Applications of a cycle whose current revision lacks paper ``paper_reminder_days`` after it was received.

    Left out is what the portal asked for already.
    """
    since = now - timedelta(days=cycle.paper_reminder_days)
    asked = PaperReminder.objects.filter(revision_id=OuterRef("current_revision_id"), automatic=True)
    standing = cycle.applications.filter(
        state__in=PAPER_WANTED, received_at__lte=since, current_revision__submitted_at__lte=since
    )
    found = with_paper_copies(standing.exclude(Exists(asked)))
    return found.filter(copies__lt=PAPER_COPIES).order_by("pk")


def reminders_of(application: Application) -> QuerySet:
    """What was asked for so far, newest first."""
    return application.paper_reminders.select_related("by", "revision").order_by("-pk")

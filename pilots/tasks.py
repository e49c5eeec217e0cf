"""Background tasks of the life of a pilot. The rules are elsewhere."""

from celery import shared_task

from pilots.award import awarding as award
from pilots.award import plaques
from pilots.progress import opening, reminders


@shared_task
def resume_awards() -> None:
    """Go on with awards that were interrupted (AWD-1); the beat calls this every minute."""
    award.resume_awards()


@shared_task
def date_plaques() -> None:
    """Date the plaques that wait for the Low Carbon Day, or whose day was moved (AWD-1); the beat calls this every minute."""
    plaques.date_plaques()


@shared_task
def open_due_reports() -> None:
    """Open progress reports whose period is over, close those of pilots that ended; the beat calls this every minute."""
    opening.open_due_reports()


@shared_task
def remind_of_reports() -> None:
    """Remind of progress reports that are due soon or late; the beat calls this every minute."""
    reminders.remind_of_reports()

"""Background tasks of the life of a pilot. The rules are elsewhere."""

from celery import shared_task

from pilots.award import awarding as award
from pilots.award import plaques
from pilots.withdrawal import reminders as statements


@shared_task
def resume_awards() -> None:
    """Go on with awards that were interrupted (AWD-1); the beat calls this every minute."""
    award.resume_awards()


@shared_task
def date_plaques() -> None:
    """Date the plaques that wait for the Low Carbon Day, or whose day was moved (AWD-1); the beat calls this every minute."""
    plaques.date_plaques()


@shared_task
def remind_of_statements() -> None:
    """Remind of periods for a statement that end in a day (AWD-1); the beat calls this every minute."""
    statements.remind_of_statements()

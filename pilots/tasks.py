"""Background tasks of the life of a pilot. The rules are elsewhere."""

from celery import shared_task

from pilots.award import awarding as award


@shared_task
def resume_awards() -> None:
    """Go on with awards that were interrupted (AWD-1); the beat calls this every minute."""
    award.resume_awards()

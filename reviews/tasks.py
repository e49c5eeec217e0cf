"""Background tasks of the evaluation. The rules are elsewhere."""

from celery import shared_task

from reviews.scoring import reminders as scoring_reminders
from reviews.work_plans import reminders


@shared_task
def remind_of_work_plans() -> None:
    """Remind zones of work plans that are due in three days (REV-4); the beat calls this every minute."""
    reminders.remind_of_work_plans()


@shared_task
def remind_of_sheets() -> None:
    """Remind reviewers of open sheets that are due in three days or in one (REV-3); the beat calls this every minute."""
    scoring_reminders.remind_of_sheets()

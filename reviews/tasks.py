"""Background tasks of the evaluation. The rules are elsewhere."""

from celery import shared_task

from reviews import actions_notice, reminders, reminders_sheets
from reviews.case_file import work as case_file_work


@shared_task
def resume_awards() -> None:
    """Go on with awards that were interrupted (AWD-1); the beat calls this every minute."""
    actions_notice.resume_awards()


@shared_task
def remind_of_work_plans() -> None:
    """Remind zones of work plans that are due in three days (REV-4); the beat calls this every minute."""
    reminders.remind_of_work_plans()


@shared_task
def remind_of_sheets() -> None:
    """Remind reviewers of open sheets that are due in three days or in one (REV-3); the beat calls this every minute."""
    reminders_sheets.remind_of_sheets()


@shared_task
def build_case_file(pk: int) -> None:
    """Build one case file; see ``case_file.work.work_on``."""
    case_file_work.work_on(pk)

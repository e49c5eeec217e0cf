"""Background tasks of the portal's own files, and its alarms."""

from celery import shared_task

from portal import alarms
from portal.case_file import work as case_file_work


@shared_task
def build_case_file(pk: int) -> None:
    """Build one case file; see ``case_file.work.work_on``."""
    case_file_work.work_on(pk)


@shared_task
def watch_parsers() -> None:
    """Raise an alarm when parsers are not shut in; the beat calls this every minute."""
    alarms.watch_parsers()

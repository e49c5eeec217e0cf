"""Background tasks of the portal's own files."""

from celery import shared_task

from portal.case_file import work as case_file_work


@shared_task
def build_case_file(pk: int) -> None:
    """Build one case file; see ``case_file.work.work_on``."""
    case_file_work.work_on(pk)

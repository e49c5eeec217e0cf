"""Background tasks of the portal's own files and of the journal's head."""

from celery import shared_task

from portal.case_file import work as case_file_work
from portal.journal_head import nightly, publishing


@shared_task
def build_case_file(pk: int) -> None:
    """Build one case file; see ``case_file.work.work_on``."""
    case_file_work.work_on(pk)


@shared_task
def publish_journal_head() -> None:
    """Publish the head of the journal where a day began, or a closing, a publication or an award was."""
    publishing.publish_due()


@shared_task
def begin_verification() -> None:
    """Begin tonight's verification of the journal, once."""
    nightly.begin_nightly()


@shared_task
def verify_journal(pk: int) -> None:
    """Go on with a verification of the journal for a turn."""
    nightly.work_on(pk)

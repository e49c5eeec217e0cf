"""Background tasks of what is put together from several rooms."""

from celery import shared_task

from portal import alarms
from portal.auditing import nightly as auditing_nightly
from portal.case_file import work as case_file_work
from portal.journal_head import nightly, publishing
from portal.personal_data.actions import clear_due


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


@shared_task
def watch_parsers() -> None:
    """Raise an alarm when parsers are not shut in; the beat calls this every minute."""
    alarms.watch_parsers()


@shared_task
def watch_storage() -> None:
    """Raise an alarm when the disk of the private files is nearly full; the beat calls this every minute."""
    alarms.watch_storage()


@shared_task
def clear_personal_data() -> None:
    """Clear personal data whose time is over; see ``personal_data.actions.clear_due``."""
    clear_due()


@shared_task
def keep_access_log() -> None:
    """Close days of the access log, clear old ones, verify all; see ``auditing.nightly``."""
    auditing_nightly.keep_access_log()

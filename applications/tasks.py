"""Background tasks of applications: build packets, close cycles, remind. The rules are elsewhere."""

from celery import shared_task

from applications.closing import close as closing
from applications.closing import reminders
from applications.packets import work as packet_work
from applications.paper import reminders as paper_reminders


@shared_task
def build_packet(pk: int) -> None:
    """Build one packet; see ``packets.work.work_on``."""
    packet_work.work_on(pk)


@shared_task
def close_due_cycles() -> None:
    """Close what is due (CUT-4); the beat calls this every minute."""
    closing.close_due_cycles()


@shared_task
def tell_what_is_due() -> None:
    """Send reminders and announcements that are due (CUT-2, CUT-5, CUT-6); the beat calls this every minute."""
    reminders.tell_what_is_due()


@shared_task
def remind_of_paper() -> None:
    """Ask for paper that is late (MAT-W); the beat calls this every minute."""
    paper_reminders.remind_of_late_paper()

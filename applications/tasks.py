"""Background tasks of applications: build packets, close cycles, remind. The rules are elsewhere."""

from celery import shared_task

from applications import closing, packet_work, reminders


@shared_task
def build_packet(pk: int) -> None:
    """Build one packet; see ``packet_work.work_on``."""
    packet_work.work_on(pk)


@shared_task
def close_due_cycles() -> None:
    """Close what is due (CUT-4); the beat calls this every minute."""
    closing.close_due_cycles()


@shared_task
def tell_what_is_due() -> None:
    """Send reminders and announcements that are due (CUT-2, CUT-5, CUT-6); the beat calls this every minute."""
    reminders.tell_what_is_due()

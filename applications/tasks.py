"""Background tasks of applications: build packets, close cycles. The rules are elsewhere."""

from celery import shared_task

from applications import closing, packet_work


@shared_task
def build_packet(pk: int) -> None:
    """Build one packet; see ``packet_work.work_on``."""
    packet_work.work_on(pk)


@shared_task
def close_due_cycles() -> None:
    """Close what is due (CUT-4); the beat calls this every minute."""
    closing.close_due_cycles()

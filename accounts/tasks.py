"""Sweeps of the room."""

from celery import shared_task

from accounts.rights.actions import lapse_due
from accounts.rights.administrators import recover_due


@shared_task
def lapse_proposals() -> None:
    """Let proposals end that nobody decided in time."""
    lapse_due()


@shared_task
def recover_administrators() -> None:
    """Recover administrators whose day of waiting is over."""
    recover_due()

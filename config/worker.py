"""What a Celery worker does at its start. Loaded by workers alone, so that web processes stay light."""

import sys

from celery import bootsteps
from celery.signals import worker_ready
from django.conf import settings

from files import store
from sheets.pdf import check_renderer


class RendererCheck(bootsteps.Step):
    """Refuse to start a worker that could render PDFs only at a crawl (libharfbuzz-subset0 missing)."""

    def __init__(self, worker, **options):
        super().__init__(worker, **options)
        try:
            check_renderer()
        except Exception as error:
            sys.exit(f"后台任务进程不能启动：{error}")


@worker_ready.connect
def sweep(sender, **_) -> None:
    """Do at once what fell due, and look for work whose wake-up was lost, while no worker was there."""
    store.drop_abandoned()
    for task in settings.SWEEPS:
        sender.app.send_task(task)

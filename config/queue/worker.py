"""What a Celery worker does at its start. Loaded by workers alone, so that web processes stay light."""

import logging
import sys

from celery import bootsteps
from celery.signals import worker_ready
from django.conf import settings

from files import store
from sheets.fonts import lean_fonts
from sheets.pdf.render import check_renderer

logger = logging.getLogger(__name__)


class RendererCheck(bootsteps.Step):
    """Refuse to start a worker that could render PDFs only at a crawl (libharfbuzz-subset0 missing); warn when
    it will take longer than it need (no lean fonts).
    """

    def __init__(self, worker, **options):
        super().__init__(worker, **options)
        try:
            check_renderer()
        except Exception as error:
            sys.exit(f"后台任务进程不能启动：{error}")
        if not lean_fonts():
            logger.warning("没有精简字体，生成 PDF 会慢一些。请运行 make setup。")


@worker_ready.connect
def sweep(sender, **_) -> None:
    """Do at once what fell due, and look for work whose wake-up was lost, while no worker was there."""
    store.drop_abandoned()
    for task in settings.SWEEPS:
        sender.app.send_task(task)

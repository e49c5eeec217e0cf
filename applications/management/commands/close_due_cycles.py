"""``manage.py close_due_cycles [--at ISO]``: close the cycles whose cutoff has passed (CUT-4)."""

import sys
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand

from applications.closing.close import close_due_cycles
from face.wording import chinese_datetime
from journal import clock


class Command(BaseCommand):
    """Run by the beat as a task as well; running it twice changes nothing."""

    help = "处理已过截止时刻的年度：锁定名单、开启下一年度、转移未接收的申报并通知相关人员。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--at",
            help="按此时刻判断，ISO 格式且带时区，如 2026-07-16T00:05:00+08:00，不能晚于现在；默认为当前时刻",
        )

    def handle(self, *args, **options):
        at = None
        if options["at"]:
            try:
                at = datetime.fromisoformat(options["at"])
            except ValueError:
                at = None
            if at is None or at.tzinfo is None:
                self.stderr.write("--at：请写成带时区的 ISO 时刻，如 2026-07-16T00:05:00+08:00。")
                sys.exit(2)
            if at > clock.now() and not settings.CLOSING_MAY_RUN_AHEAD:
                self.stderr.write(
                    f"--at：{chinese_datetime(at)} 尚未到来，不能提前办理截止。请写现在或以前的时刻，或省去 --at。"
                )
                sys.exit(2)
        closed = close_due_cycles(at)
        for cycle in closed:
            cycle.refresh_from_db()
            self.stdout.write(
                f"已截止：{cycle}，共 {cycle.frozen_count} 项，校验值 {cycle.frozen_checksum}。"
            )
        if not closed:
            self.stdout.write("没有到期的年度。")

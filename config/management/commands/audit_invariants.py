"""``manage.py audit_invariants``: check every business invariant in the data."""

import sys

from django.core.management.base import BaseCommand

import applications.invariants
import files.invariants
import journal.invariants
import pilots.invariants
import programme.invariants
import reviews.invariants

ROOMS = (journal, files, programme, applications, reviews, pilots)


class Command(BaseCommand):
    """Exit 0 when all hold; exit 1 and a sentence for each that is broken otherwise. Writes nothing."""

    help = "核对全部业务不变量：编号、状态与时间、版本与文件校验值、材料包、消息、日志。"

    def handle(self, *args, **options):
        found = [sentence for room in ROOMS for sentence in room.invariants.broken()]
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            self.stderr.write(f"共发现 {len(found)} 处问题。")
            sys.exit(1)
        self.stdout.write("全部不变量成立。")

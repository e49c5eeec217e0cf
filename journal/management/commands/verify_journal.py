"""``manage.py verify_journal``: check the hash chain of the journal."""

import sys

from django.core.management.base import BaseCommand

from journal.models import Record
from journal.recording import broken_chain


class Command(BaseCommand):
    """Exit 0 when the chain is whole; exit 1 and a sentence for each fault otherwise."""

    help = "核对日志的校验链是否完整。"

    def handle(self, *args, **options):
        found = broken_chain()
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            sys.exit(1)
        self.stdout.write(f"日志完整：共 {Record.objects.count()} 条记录。")

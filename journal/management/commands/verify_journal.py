"""``manage.py verify_journal``: check the hash chain of the journal, and list what was deleted by law."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from journal.chain import blanked_rows, broken_chain
from journal.models import Record


class Command(BaseCommand):
    """Exit 0 when the chain is whole; exit 1 and a sentence for each fault otherwise."""

    help = "核对日志的校验链是否完整。"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = broken_chain()
        for sentence in faults:
            self.stderr.write(sentence)
        for sentence in blanked_rows():
            self.stdout.write(sentence)
        if faults:
            sys.exit(1)
        self.stdout.write(f"日志完整：共 {Record.objects.count()} 条记录。")

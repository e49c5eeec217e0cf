"""``manage.py verify_access_log``: check the closed days of the access log against their batches and the journal."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from journal.access.batches import faults
from journal.models import AccessBatch


class Command(BaseCommand):
    """Exit 0 when all is whole; exit 1 and a sentence for each fault otherwise."""

    help = "核对访问日志每日封存的批次是否完整。"

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = list(faults())
        for sentence in sentences:
            self.stderr.write(sentence)
        if sentences:
            sys.exit(1)
        self.stdout.write(f"访问日志完整：已封存 {AccessBatch.objects.count()} 天。")

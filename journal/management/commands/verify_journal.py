"""``manage.py verify_journal``: check the hash chain of the journal, and list what was deleted by law."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal.chain import Outside, blanked_rows, broken_chain
from journal.models import Record
from journal.recipe import GENESIS

FORM = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    """Exit 0 when the chain is whole; exit 1 and a sentence for each fault; exit 2 for what is no head.

    With ``--head`` the journal is held against a head that somebody else kept: a chain that was written anew, all
    hashes and its own head included, verifies by itself, and never against that.
    """

    help = "核对日志的校验链是否完整；用 --head 与平台之外留存的链头核对。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="COUNT:HASH",
            help="平台之外留存的链头：条数:校验值，如邮件、公示名单或案卷上所印；可以多次给出",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        heads = [_read(text) for text in options["head"]]
        faults = broken_chain(heads)
        for sentence in faults:
            self.stderr.write(sentence)
        for sentence in blanked_rows():
            self.stdout.write(sentence)
        if faults:
            sys.exit(1)
        for head in heads:
            self.stdout.write(f"与给出的链头一致：前 {head.count} 条没有改动。")
        self.stdout.write(f"日志完整：共 {Record.objects.count()} 条记录。")


def _read(text: str) -> Outside:
    parts = FORM.fullmatch(text.strip().lower().replace("：", ":"))
    if not parts or (int(parts[1]) == 0 and parts[2] != GENESIS):
        raise CommandError(
            "--head：请写成 条数:校验值，校验值是 64 位十六进制数字，如 12345:0a1b…。", returncode=2
        )
    return Outside(int(parts[1]), parts[2])

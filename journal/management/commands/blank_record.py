"""``manage.py blank_record``: delete personal data from one row of the journal, as the law may ask."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal.blanking import blank
from journal.models import Record
from journal.recipe import SALTED
from journal.workflow import Refused


class Command(BaseCommand):
    """Blank the texts of a row for good; the deletion is a row of its own."""

    help = "依法删除一条日志中的个人信息：删除后不能恢复，校验链仍然完整，删除本身记入日志。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("record", type=int, help="日志编号")
        parser.add_argument("--actor", required=True, help="经办人的邮箱")
        parser.add_argument("--reason", required=True, help="依法删除的理由，不写被删除的内容")
        parser.add_argument("--fields", nargs="+", choices=SALTED, default=SALTED, help="默认全部删除")

    def handle(self, *args: Any, **options: Any) -> None:
        people = get_user_model()
        try:
            row = Record.objects.get(pk=options["record"])
            actor = people.objects.get_by_natural_key(options["actor"])
            deletion = blank(row, actor=actor, reason=options["reason"], fields=options["fields"])
        except Record.DoesNotExist as missing:
            raise CommandError("没有这条日志。") from missing
        except people.DoesNotExist as missing:
            raise CommandError("没有这个经办人。") from missing
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(deletion.summary)

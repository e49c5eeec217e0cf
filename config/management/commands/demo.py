"""``manage.py demo``: load the demo data once; ``--accounts`` prints who can log in, ``--forward`` moves its clock."""

import re
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from config.demo.loading import CannotLoad, is_loaded, load
from config.demo.people import accounts_table
from journal.acts import Refused
from portal.demo_clock.actions import mark_demo, move_forward, until_next_cutoff

CUTOFF = "cutoff"


class Command(BaseCommand):
    """Load invented organisations and applications of two years; a second time changes nothing."""

    help = "装入演示数据（虚构的单位和申报）；已经装入时不做任何改动。"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号，不装入数据")
        parser.add_argument(
            "--forward",
            metavar="10d",
            help=f"把演示时钟向前移动若干天（如 10d），或移到下一次截止之后（{CUTOFF}）；只用于内置方式",
        )

    def handle(self, *, accounts: bool, forward: str | None, **options):
        if forward is not None:
            self._forward(forward)
            return
        if not accounts:
            self._load()
        self.stdout.write(accounts_table() or "没有演示账号：尚未装入演示数据，请先运行 manage.py demo。")

    def _load(self) -> None:
        if is_loaded():
            mark_demo()
            self.stdout.write("演示数据已经装入，没有改动。")
            return
        try:
            count = load()
        except CannotLoad as error:
            raise CommandError(str(error), returncode=2) from error
        mark_demo()
        self.stdout.write(f"演示数据已装入：{count} 项申报。")

    def _forward(self, forward: str) -> None:
        days = re.fullmatch(r"([1-9]\d{0,2})d", forward)
        if not days and forward != CUTOFF:
            raise CommandError(f"--forward：请写成天数，如 10d，或写 {CUTOFF}。", returncode=2)
        try:
            by = timedelta(days=int(days[1])) if days else until_next_cutoff()
            self.stdout.write(move_forward(by, actor=None).text)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal

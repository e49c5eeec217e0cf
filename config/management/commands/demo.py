"""``manage.py demo``: load the demo data once; ``--accounts`` prints who can log in."""

from django.core.management.base import BaseCommand, CommandError

from config.demo.loading import CannotLoad, is_loaded, load
from config.demo.people import accounts_table


class Command(BaseCommand):
    """Load invented organisations and applications of two years; a second time changes nothing."""

    help = "装入演示数据（虚构的单位和申报）；已经装入时不做任何改动。"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号，不装入数据")

    def handle(self, *, accounts: bool, **options):
        if not accounts:
            self._load()
        self.stdout.write(accounts_table() or "没有演示账号：尚未装入演示数据，请先运行 manage.py demo。")

    def _load(self) -> None:
        if is_loaded():
            self.stdout.write("演示数据已经装入，没有改动。")
            return
        try:
            count = load()
        except CannotLoad as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"演示数据已装入：{count} 项申报。")

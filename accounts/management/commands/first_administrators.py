"""Makes the administrators with whom an installation begins."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.keeping.links import password_link
from accounts.rights.administrators import make_first_administrators
from journal.acts import Refused


class Command(BaseCommand):
    """``manage.py first_administrators EMAIL NAME [EMAIL NAME]``: makes or tops up to two."""

    help = "设立最初的管理员，至多两位：邮箱和姓名，可以写两组。打印各自设置密码的一次性链接。"

    def add_arguments(self, parser) -> None:
        """One or two pairs."""
        parser.add_argument("people", nargs="+", metavar="邮箱 姓名")

    def handle(self, *args, people: list[str], **options) -> None:
        """Make them, and print where each sets a password."""
        if len(people) % 2 or len(people) > 4:
            raise CommandError(
                "请写邮箱和姓名，一组或两组，例如：first_administrators a@example.org 张三 b@example.org 李四"
            )
        pairs = list(zip(people[::2], people[1::2], strict=True))
        try:
            made = make_first_administrators(pairs)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        for person in made:
            self.stdout.write(
                f"{person.name}（{person.email}）设置密码：{settings.SITE_URL}{password_link(person)}"
            )

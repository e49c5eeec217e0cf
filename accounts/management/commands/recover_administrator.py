"""Lets an administrator who lost password or second factor set new ones, asked for on the host."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.keeping.links import password_link
from accounts.models import User
from accounts.rights.administrators import ask_recovery
from face.wording import chinese_datetime
from journal.acts import Refused


class Command(BaseCommand):
    """``manage.py recover_administrator EMAIL --reason TEXT``: after 24 hours, or at once when nobody can sign in."""

    help = "恢复管理员账号：记入日志，通知全体管理员，24 小时后生效；没有管理员能登录时立即生效。"

    def add_arguments(self, parser) -> None:
        """Whom, and why."""
        parser.add_argument("email", metavar="邮箱")
        parser.add_argument("--reason", required=True, metavar="理由")

    def handle(self, *args, email: str, reason: str, **options) -> None:
        """Ask for it, and say when it takes effect."""
        try:
            recovery = ask_recovery(email, reason=reason)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        recovery.refresh_from_db()
        if recovery.done_at:
            person = User.objects.get(pk=recovery.person_id)
            self.stdout.write(f"已生效。设置密码：{settings.SITE_URL}{password_link(person)}")
        else:
            due = chinese_datetime(recovery.due_at)
            self.stdout.write(f"已记录并通知全体管理员，{due} 生效，之后本人在登录页用「忘记密码」设置密码。")

"""Personal data whose time is over: shows what is due, and clears it with ``--clear``."""

from django.core.management.base import BaseCommand

from portal.personal_data.actions import clear_due, due_counts


class Command(BaseCommand):
    """``manage.py clear_personal_data``: a dry run; with ``--clear`` for good."""

    help = "列出超过保存期限的个人信息；加 --clear 清除。每天由定时任务清除一次。"

    def add_arguments(self, parser) -> None:
        """One switch, so that nothing is cleared by mistake."""
        parser.add_argument("--clear", action="store_true", help="清除，不能恢复")

    def handle(self, *args, clear: bool, **options) -> None:
        """Show what is due, or clear it."""
        for rule, count in due_counts():
            self.stdout.write(f"{rule.data}：{rule.period}；到期 {count} 条")
        if not clear:
            self.stdout.write("没有清除任何内容。加 --clear 清除到期的信息。")
            return
        done = clear_due()
        self.stdout.write(f"已清除 {sum(clearing.count for clearing in done)} 条，并记入日志。")

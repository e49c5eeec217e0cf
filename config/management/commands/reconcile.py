"""``manage.py reconcile``: send again everything that is due and not done."""

from django.core.management.base import BaseCommand

from applications.closing.close import close_due_cycles
from applications.closing.reminders import tell_what_is_due
from applications.paper.reminders import remind_of_late_paper
from journal.work import resend_due, retry_failed
from pilots.award.awarding import resume_awards
from pilots.award.plaques import date_plaques
from pilots.evaluation.deciding.reminders import remind_of_conditions
from pilots.evaluation.tracking.actions import open_due_trackings
from pilots.progress.opening import open_due_reports
from pilots.progress.reminders import remind_of_reports
from pilots.repair.reminders import remind_of_repairs
from pilots.self_evaluation.reminders import remind_of_self_evaluations
from pilots.withdrawal.reminders import remind_of_statements
from portal.journal_head.nightly import begin_nightly
from portal.journal_head.publishing import publish_due
from reviews.scoring.reminders import remind_of_sheets
from reviews.work_plans.reminders import remind_of_work_plans

REMINDERS = (
    remind_of_work_plans,
    remind_of_sheets,
    remind_of_late_paper,
    remind_of_reports,
    remind_of_self_evaluations,
    remind_of_repairs,
    remind_of_conditions,
    remind_of_statements,
)


class Command(BaseCommand):
    """Close due cycles, send due reminders, go on with begun awards, wake workers for due work; harmless at any time."""

    help = "补做到期未完成的后台工作：年度截止、提醒、认定、授牌日期、进展报告、材料包、消息。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--failed", action="store_true", help="连同已标为处理失败的材料包和邮件一起重新处理"
        )

    def handle(self, *args, **options):
        for label, count in (retry_failed() if options["failed"] else {}).items():
            self.stdout.write(f"{label}：{count} 项处理失败的重新开始。")
        for cycle in close_due_cycles():
            self.stdout.write(f"已截止：{cycle}，共 {cycle.frozen_count} 项申报。")
        tell_what_is_due()
        resume_awards()
        date_plaques()
        open_due_trackings()
        open_due_reports()
        for remind in REMINDERS:
            remind()
        publish_due()
        begin_nightly()
        for label, count in resend_due().items():
            self.stdout.write(f"{label}：重新通知 {count} 项。")

"""The journal room."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from journal.guard.checks import journal_is_guarded


class JournalConfig(AppConfig):
    """What happened and who must be told."""

    name = "journal"
    verbose_name = "日志与消息"

    def ready(self) -> None:
        """Have ``manage.py check --deploy`` ask."""
        register(journal_is_guarded, Tags.security, deploy=True)

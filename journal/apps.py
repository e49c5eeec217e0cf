"""The journal room."""

from django.apps import AppConfig

from journal.guard import checks as checks  # registers them


class JournalConfig(AppConfig):
    """What happened and who must be told."""

    name = "journal"
    verbose_name = "日志与消息"

"""The journal room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened and who must be told."""

    name = "journal"
    verbose_name = "日志与消息"

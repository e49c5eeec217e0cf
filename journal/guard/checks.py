"""``manage.py check --deploy``: the role of the database, and where heads of the journal go."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError

from journal.guard.rights import excess_rights


def journal_is_guarded(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An error when the portal could change its journal, a warning when no head of it leaves the house."""
    messages: list[CheckMessage] = []
    try:
        messages += [Error(sentence, id="journal.E001") for sentence in excess_rights()]
    except DatabaseError as error:
        messages.append(Error(f"无法核对数据库账号的权限：{error}", id="journal.E002"))
    if not settings.JOURNAL_HEAD_TO:
        messages.append(
            Warning(
                "没有设置 JOURNAL_HEAD_TO：日志链头不会寄到平台之外，整体改写日志就可能无人发现。",
                id="journal.W001",
            )
        )
    return messages

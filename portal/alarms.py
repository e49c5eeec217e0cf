"""What administrators must hear of the machine itself, once a day while it lasts."""

import logging
from datetime import datetime

from django.utils import timezone

from accounts.capabilities import Capability
from accounts.models import User
from files import store
from files.children import sandbox
from journal import clock
from journal.models import Message
from journal.recording import tell

logger = logging.getLogger(__name__)

NEARLY_FULL = 0.8  # of the disk of the private files


def watch_parsers(at: datetime | None = None) -> None:
    """Tell administrators when those who open uploaded files here are not shut in; uploads go on meanwhile.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    key = f"parsers-reach:{timezone.localdate(now)}"
    if _was_told(key):
        return
    if not (reach := sandbox.reach()):
        return
    what = "、".join(reach)
    logger.error("Parsers of uploaded files can get at what is not theirs: %s.", what)
    tell(
        User.objects.who_may(Capability.KEEP_ACCOUNTS),
        key=key,
        subject="安全告警：解析上传文件的程序没有被隔离",
        body=f"本系统打开上传文件的子进程能够接触：{what}。上传照常进行，但恶意文件可能借此读取系统数据。"
        "请运维人员在服务器上运行 manage.py check --deploy，并按其提示和 docs/operations.md 处理。",
        at=now,
    )


def watch_storage(at: datetime | None = None) -> None:
    """Tell administrators when the disk of the private files is nearly full, while there is time to make room.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    used, key = store.used_share(), f"storage-full:{timezone.localdate(now)}"
    if used < NEARLY_FULL or _was_told(key):
        return
    logger.error("The disk of the private files is %.0f %% full.", used * 100)
    tell(
        User.objects.who_may(Capability.KEEP_ACCOUNTS),
        key=key,
        subject=f"存储告警：存放文件的磁盘已用 {used:.0%}",
        body="磁盘快满时，平台不再接收新的文件，文字仍可填写和保存。请运维人员尽快扩容或清理，见 docs/operations.md。",
        at=now,
    )


def _was_told(key: str) -> bool:
    """Whether administrators heard it today."""
    return Message.objects.filter(key__startswith=f"{key}:").exists()

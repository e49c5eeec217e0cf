"""What administrators must hear of the machine itself, once a day while it lasts."""

import logging
from datetime import datetime

from django.utils import timezone

from accounts.capabilities import Capability
from accounts.models import User
from files.children import sandbox
from journal import clock
from journal.models import Message
from journal.recording import tell

logger = logging.getLogger(__name__)


def watch_parsers(at: datetime | None = None) -> None:
    """Tell administrators when those who open uploaded files here are not shut in; uploads go on meanwhile.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    key = f"parsers-reach:{timezone.localdate(now)}"
    if Message.objects.filter(key__startswith=f"{key}:").exists():
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

"""How the head of the journal is said on papers: the last that was published before, so that no act waits for it."""

from datetime import datetime

from face.wording import chinese_datetime
from journal.models import PublishedHead

HOW_TO_CHECK = (
    "日后核对时，在平台服务器上运行 manage.py verify_journal --head 条数:校验值；"
    "也可以按 docs/journal.md 自行编写程序，核对日志中第“条数”条记录的校验值是否仍为所记。"
    "不一致，或日志已不足这么多条，即说明此前的记录被改写或删除。"
)


def head_before(instant: datetime | None) -> PublishedHead | None:
    """The head that was published last before an instant: what a paper of that instant prints."""
    return PublishedHead.objects.filter(at__lte=instant).newest().first() if instant else None


def head_line(head: PublishedHead | None) -> str:
    """A published head in one line, "" without one."""
    return f"{head}（{chinese_datetime(head.at)}公布）" if head else ""

"""What is done about the access log every night: days are closed, old ones cleared, all of it verified."""

from collections.abc import Sequence
from itertools import islice

from accounts.capabilities import Capability
from accounts.models import User
from journal import clock
from journal.access import batches
from journal.recording import tell

HEAR_OF_FAULTS = (Capability.KEEP_ACCOUNTS, Capability.READ_TRACES)
MOST = 200  # faults that are looked for in one night
SHOWN = 10  # faults in one message


def keep_access_log() -> list[str]:
    """Close, clear and verify; tell administrators and auditors of faults once a night while they last.

    Returns:
        The faults.
    """
    batches.close_due()
    batches.sweep_due()
    faults = list(islice(batches.faults(), MOST))
    if faults:
        _tell(faults)
    return faults


def _tell(faults: Sequence[str]) -> None:
    now = clock.now()
    lines = [f"· {sentence}" for sentence in faults[:SHOWN]]
    more = [f"……另有 {len(faults) - SHOWN} 处以上。"] if len(faults) > SHOWN else []
    asked = "请立即保全数据库备份和服务器日志，在服务器上运行 manage.py verify_access_log 查明范围。"
    tell(
        [person for capability in HEAR_OF_FAULTS for person in User.objects.who_may(capability)],
        key=f"access-log-fault:{clock.day_of(now)}",
        subject=f"访问日志核对发现 {len(faults)} 处问题",
        body="\n".join(["平台夜间核对访问日志时发现：", *lines, *more, asked]),
        at=now,
    )

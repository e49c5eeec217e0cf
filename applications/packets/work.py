"""Building packets as background work: under a claim, safe to run twice or to be killed half way."""

import errno
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import User
from applications.dossier.opinion import opinion_of, paper_answers
from applications.models import Packet, PacketFile
from applications.packets.building.render import Built, build
from applications.packets.building.view import view_of
from applications.packets.outputs import OUTPUTS
from applications.packets.steps import Step
from files import store
from files.models import StoredFile
from files.refusals import StoreFull
from journal import clock
from journal.recording import tell
from journal.work import claimed, finish

RESULT = ("left_out", "proof", "built_at", "step", "detail")
DETAIL_LENGTH = 80


class NotBuilt(Exception):
    """Why a packet could not be built, as a Chinese sentence."""


def work_on(pk: int) -> None:
    """Build a packet that is due and keep its files. Running twice, or being killed half way, does no harm."""
    with claimed(Packet, pk) as packet:
        if packet:
            try:
                with TemporaryDirectory(prefix="packet-") as folder:
                    keep(packet, render(packet, Path(folder)))
            except Exception as error:
                _tell(packet, "", "")
                raise NotBuilt(_reason(error)) from error


def render(packet: Packet, folder: Path) -> Built:
    """Render the files of a claimed packet into ``folder``, telling each step in the row."""

    revision = packet.revision
    view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
    return build(view, folder, partial(_tell, packet))


def _tell(packet: Packet, step: Step | str, detail: str) -> None:
    Packet.objects.filter(pk=packet.pk).update(step=step, detail=detail[:DETAIL_LENGTH])


def _reason(error: Exception) -> str:
    """Why it failed, for city staff, as far as it is known: what they can mend, or whom to ask."""
    cause = error.__cause__ if isinstance(error, StoreFull) else error
    if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
        return "服务器存储空间不足，请系统管理员清理后重新生成。"
    if isinstance(error, StoreFull):
        return f"无法写入存储（{getattr(cause, 'strerror', '原因不明')}），请系统管理员检查存储目录和磁盘。"
    if isinstance(cause, OSError):
        return f"读写文件时出错（{cause.strerror or cause}），请系统管理员检查存储目录和磁盘。"
    return f"程序出错，请系统管理员查看日志（{type(error).__name__}：{error}）。"


def keep(packet: Packet, built: Built) -> None:
    """Store the files; if the input changed while building, the row stays due with the new input."""
    files = [(kind, store_file(path, OUTPUTS[kind].mime)) for kind, path in built.files.items()]
    with transaction.atomic():
        row = Packet.objects.select_for_update().get(pk=packet.pk)
        if row.input_sha256 != packet.input_sha256:
            return
        PacketFile.objects.bulk_create(
            [PacketFile(packet=row, kind=kind, file=file) for kind, file in files],
            update_conflicts=True,
            unique_fields=["packet", "kind"],
            update_fields=["file"],
        )
        row.left_out, row.proof, row.built_at = built.left_out, built.proof, clock.now()
        row.step = row.detail = ""
        finish(row, *RESULT)
        if lost := built.proof["lost"]:
            _tell_the_city(row, lost)


def _tell_the_city(packet: Packet, lost: list[str]) -> None:
    """Tell who may mend it, once per input, that the store has lost originals of a packet."""
    application = packet.revision.application
    tell(
        User.objects.who_may(Capability.MEND_PACKETS),
        key=f"packet-lost:{packet.pk}:{packet.input_sha256}",
        subject=f"材料包缺少原件：{application.number or application.reference}",
        body=f"「{application.title}」的材料包缺少 {len(lost)} 份原件：{'、'.join(lost)}。存储中的文件缺失或与提交时"
        "的校验值不符。请系统管理员恢复文件，然后在申报页面重新生成材料包。申报本身不受影响。",
        link=f"{application.get_absolute_url()}#packet",
        at=packet.built_at,
    )


def store_file(path: Path, mime: str) -> StoredFile:
    """Put a finished file into the store."""
    with path.open("rb") as content:
        return store.put(content, mime)

"""The steps in which a packet is built, as people see them go by."""

from collections.abc import Callable

from django.db.models import TextChoices

from applications.models import Packet


class Step(TextChoices):
    """In the order in which they are done."""

    WORD = "word", "生成申报表 Word 版"
    PDF = "pdf", "生成申报表 PDF 版"
    PROOF = "proof", "逐项核对文件内容"
    ATTACHMENTS = "attachments", "整理附件"
    BINDING = "binding", "装订合订本"
    ARCHIVE = "archive", "打包全部文件"


Progress = Callable[[Step, str], None]


def unheard(step: Step, detail: str = "") -> None:
    """A ``Progress`` for nobody."""


def steps_of(packet: Packet) -> list[dict]:
    """The steps with what is done, now and to come, as the tag ``steps`` shows them."""
    names = Step.values
    now = names.index(packet.step) if packet.step in names else -1
    return [
        {
            "label": Step(name).label,
            "state": "done" if place < now else "current" if place == now else "todo",
            "note": packet.detail if place == now else "",
        }
        for place, name in enumerate(names)
    ]

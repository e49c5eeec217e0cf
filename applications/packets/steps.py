"""The steps in which a packet is built, as people see them go by."""

from collections.abc import Callable

from django.db.models import TextChoices

from applications.models import Packet
from sheets.outputs import FORM_OUTPUTS

# In the order in which they are done: a step for each format of the form, then what is made of them.
Step = TextChoices(
    "Step",
    [
        *((form.key.upper(), (form.key, f"生成申报表 {form.format} 版")) for form in FORM_OUTPUTS),
        ("PROOF", ("proof", "逐项核对文件内容")),
        ("ATTACHMENTS", ("attachments", "整理附件")),
        ("BINDING", ("binding", "装订合订本")),
        ("ARCHIVE", ("archive", "打包全部文件")),
    ],
)

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

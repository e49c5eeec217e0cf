"""A packet as people see it: how far it is, what it holds, what must be known of it. No writing."""

import hashlib
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application, Packet, Revision
from applications.packets.downloads import downloads_of, earlier_downloads_of, packet_of
from applications.packets.steps import Step, steps_of
from journal.work import MAX_ATTEMPTS
from sheets.outputs import FORM_OUTPUTS

TITLES = {
    "waiting": "等待生成材料包",
    "running": "正在生成材料包",
    "retrying": "材料包稍后自动重新生成",
    "done": "材料包已生成",
    "incomplete": "材料包已生成，但缺少原件",
    "failed": "材料包生成失败",
}


@dataclass(frozen=True)
class Status:
    """What the box of a packet shows to one person.

    ``earlier`` are the files of the time before, as long as there are no newer ones. ``mark`` changes with what is
    shown, so that a page which asks again hears nothing when nothing is new; ``said`` is what a screen reader says at
    each change.
    """

    packet: Packet
    state: str
    staff: bool
    steps: list[dict] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)
    earlier: list[dict] = field(default_factory=list)

    @property
    def title(self) -> str:
        """How it stands, in a few words."""
        return TITLES[self.state]

    @property
    def busy(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in ("waiting", "running", "retrying")

    @property
    def said(self) -> str:
        """The same for those who hear the page."""
        now = next((step for step in self.steps if step["state"] == "current"), None)
        if self.state == "running" and now:
            return f"正在生成材料包，第 {self.steps.index(now) + 1} 步，共 {len(self.steps)} 步：{now['label']}。"
        return f"{self.title}。"

    @property
    def mark(self) -> str:
        """Changes with what is shown."""
        packet = self.packet
        shown = f"{self.state} {packet.step} {packet.detail} {packet.attempts} {packet.built_at}"
        return hashlib.sha256(shown.encode()).hexdigest()[:12]

    @property
    def attempts_left(self) -> int:
        """How often it will still be tried by itself."""
        return MAX_ATTEMPTS - self.packet.attempts

    @property
    def left_out(self) -> list[tuple[str, list[dict]]]:
        """(where the originals are: kept · lost, attachments without pages) as far as there are any."""
        items = self.packet.left_out
        kept = [item for item in items if item.get("in_archive", True)]
        groups = (("lost", [item for item in items if item not in kept]), ("kept", kept))
        return [(where, found) for where, found in groups if found]

    @property
    def lacking(self) -> list[tuple[str, list[str]]]:
        """(file, labels of the answers that were not found in it) as far as there are any."""
        found = [(f"{form.format} 版", self.packet.proof.get(form.key, [])) for form in FORM_OUTPUTS]
        return [(name, labels) for name, labels in found if labels]


def status_of(revision: Revision, user: User) -> Status:
    """How the packet of a revision stands, for this person."""
    packet = packet_of(revision)
    return Status(
        packet=packet,
        state=_state(packet),
        staff=may(user, Capability.MEND_PACKETS),
        steps=steps_of(packet),
        files=downloads_of(revision, packet),
        earlier=earlier_downloads_of(revision, packet),
    )


def _state(packet: Packet) -> str:
    if packet.state == Packet.State.DONE and packet.proof.get("lost"):
        return "incomplete"
    if packet.state != Packet.State.PENDING:
        return packet.state
    if packet.attempts and packet.step in Step.values:
        return "running"
    return "retrying" if packet.waits_again else "waiting"


def in_trouble(user: User) -> QuerySet[Application]:
    """Applications that the person may open whose present packet failed, or lacks an answer or an original, oldest first."""
    lists = (*(form.key for form in FORM_OUTPUTS), "lost")
    lacking = reduce(or_, (Q(**{f"proof__{name}__0__isnull": False}) for name in lists))
    packets = Packet.objects.filter(Q(state=Packet.State.FAILED) | (Q(state=Packet.State.DONE) & lacking))
    visible = Application.objects.of_city(user)
    return visible.filter(current_revision__packet__in=packets).light().order_by("pk")

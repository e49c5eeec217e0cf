"""What the centre and city staff do to an application here; screening and decisions are acts of ``reviews``."""

from datetime import date

from accounts.models import User
from applications.models import Packet, PaperReceipt, Revision
from applications.workflow import APPLICATION
from journal.work import nudge
from journal.workflow import Refused
from pilots.programme import PAPER_COPIES


def register_paper(
    revision: Revision, *, actor: User, copies: int, received_on: date, note: str
) -> PaperReceipt:
    """Record paper copies that came to the centre (MAT-W); five are wanted."""
    with APPLICATION.perform("register_paper", revision.application_id, actor=actor) as act:
        receipt = PaperReceipt.objects.create(
            revision=revision, copies=copies, received_on=received_on, note=note, by=actor, at=act.now
        )
        act.summary = f"收到第 {revision.number} 版纸质材料 {copies} 份（应交 {PAPER_COPIES} 份）"
        act.tell(
            User.objects.of(act.object.organisation),
            f"纸质材料已收到：{act.object.number}",
            f"「{act.object.title}」{act.summary}。",
            act.object.get_absolute_url(),
        )
    return receipt


def retry_packet(packet_id: int, *, actor: User) -> None:
    """Try a failed packet again from the first attempt."""
    packet = Packet.objects.select_related("revision").get(pk=packet_id)
    with APPLICATION.perform("retry_packet", packet.revision.application_id, actor=actor) as act:
        packet = Packet.objects.select_for_update().get(pk=packet_id)
        if packet.state != Packet.State.FAILED:
            raise Refused("材料包正在生成或已经生成，不需要重试。")
        act.summary = packet.error
        packet.reset()
        packet.save()
        nudge(packet)

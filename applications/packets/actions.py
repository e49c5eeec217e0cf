"""Building a packet again that failed."""

from accounts.models import User
from applications.models import Packet
from applications.workflow import APPLICATION
from journal.work import nudge
from journal.workflow import Refused


def retry_packet(packet_id: int, *, actor: User) -> None:
    """Build a packet again that failed, lacks something or waits for another try, from the first attempt."""
    packet = Packet.objects.select_related("revision").get(pk=packet_id)
    with APPLICATION.perform("retry_packet", packet.revision.application_id, actor=actor) as act:
        packet = Packet.objects.select_for_update().get(pk=packet_id)
        if not (packet.in_trouble or packet.waits_again):
            raise Refused("材料包正在生成或已经生成，不需要重试。")
        lost = packet.proof.get("lost")
        act.summary = packet.error or (f"存储中缺少原件：{'、'.join(lost)}" if lost else "")
        packet.reset()
        packet.save()
        nudge(packet)

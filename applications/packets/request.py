"""Asking for a packet, and what goes into it. No rendering here: ``packets.work`` builds, ``packets.render`` renders."""

import hashlib
import json
from datetime import UTC

from applications.dossier.opinion import answers_on_paper, opinions_until, recommender_line
from applications.models import Application, Opinion, Packet, Revision
from journal.work import nudge


def input_checksum(revision: Revision, application: Application) -> str:
    """SHA-256 over everything that is rendered: when it changes, the packet is due again."""
    return checksum_with(revision, application, opinions_until(revision))


def checksum_with(revision: Revision, application: Application, opinions: list[Opinion]) -> str:
    """The same, where the opinions are known: as ``opinions_until`` gives them."""
    body = [
        revision.sha256,
        application.number,
        application.received_at and application.received_at.astimezone(UTC).isoformat(),
        application.cycle.year,
        answers_on_paper(revision, opinions),
        recommender_line(revision, opinions),
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def request_packet(revision: Revision, application: Application) -> None:
    """Ask for the packet of a new revision; runs inside the verb that made it."""
    opinions = opinions_until(revision) if revision.number > 1 else []
    checksum = checksum_with(revision, application, opinions)
    nudge(Packet.objects.create(revision=revision, input_sha256=checksum))


def renew_packet(revision: Revision, application: Application) -> None:
    """Ask for the packet of a revision again when what it shows is no longer so; runs inside the verb that changed it.

    The files that it has stay, as those of the time before, until they are replaced. One that is missing is made.
    """
    checksum, packet = input_checksum(revision, application), Packet.objects.filter(revision=revision).first()
    if packet is None:
        packet = Packet.objects.create(revision=revision, input_sha256=checksum)
    elif packet.input_sha256 != checksum:
        packet.reset()
        packet.input_sha256 = checksum
        packet.left_out, packet.proof = [], {}
        packet.save()
    nudge(packet)

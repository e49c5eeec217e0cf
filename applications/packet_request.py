"""Asking for a packet, and what goes into it. No rendering here: ``packet_work`` builds, ``packet_render`` renders."""

import hashlib
import json
from datetime import UTC

from applications.models import Application, Opinion, Packet, Revision
from journal.work import nudge


def opinion_of(revision: Revision) -> Opinion | None:
    """The recommendation that stands behind a revision: its own, or that of an earlier one (after a correction)."""
    return (
        Opinion.objects.filter(
            revision__application_id=revision.application_id,
            revision__number__lte=revision.number,
            outcome=Opinion.Outcome.FORWARDED,
        )
        .order_by("-revision__number")
        .first()
    )


def paper_answers(revision: Revision) -> dict:
    """Everything that stands on the paper form: the applicant's answers and the recommender's part."""
    opinion = opinion_of(revision)
    return revision.answers | (opinion.answers if opinion else {})


def input_checksum(revision: Revision, application: Application) -> str:
    """SHA-256 over everything that is rendered: when it changes, the packet is due again."""
    body = [
        revision.sha256,
        application.number,
        application.received_at and application.received_at.astimezone(UTC).isoformat(),
        application.cycle.year,
        paper_answers(revision),
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def request_packet(revision: Revision, application: Application) -> None:
    """Ask for the packet of a revision as it stands now; runs inside the verb that changed it.

    The lock on the application, which that verb holds, is what keeps the packet one.
    """
    checksum = input_checksum(revision, application)
    packet = Packet.objects.filter(revision=revision).first()
    if packet is None:
        packet = Packet.objects.create(revision=revision, input_sha256=checksum)
    elif packet.input_sha256 != checksum:
        packet.reset()
        packet.input_sha256, packet.step = checksum, ""
        packet.word = packet.pdf = packet.merged = packet.archive = packet.built_at = None
        packet.left_out = []
        packet.save()
    nudge(packet)

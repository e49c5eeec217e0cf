"""Asking for a packet, and what goes into it. No rendering here: ``packets.work`` builds, ``packets.render`` renders."""

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


def recommender_of(revision: Revision) -> str:
    """The recommender as the cover names it: who recommended, who was asked and has not, or that nobody was (REC-1)."""
    if opinion := opinion_of(revision):
        return str(opinion.recommender)
    own = {"revision__application_id": revision.application_id, "revision__number": revision.number}
    if opinion := Opinion.objects.filter(**own).select_related("recommender").first():
        return f"{opinion.recommender}（{opinion.get_outcome_display()}）"
    return f"{revision.recommender}（待初审）" if revision.recommender else "无（自主申报）"


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
        recommender_of(revision),
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def request_packet(revision: Revision, application: Application) -> None:
    """Ask for the packet of a revision as it stands now; runs inside the verb that changed it.

    The lock on the application, which that verb holds, is what keeps the packet one. The files that it has already
    stay, as those of the time before, until they are replaced.
    """
    checksum = input_checksum(revision, application)
    packet = Packet.objects.filter(revision=revision).first()
    if packet is None:
        packet = Packet.objects.create(revision=revision, input_sha256=checksum)
    elif packet.input_sha256 != checksum:
        packet.reset()
        packet.input_sha256 = checksum
        packet.left_out, packet.proof = [], {}
        packet.save()
    nudge(packet)

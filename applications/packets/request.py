"""Asking for a packet, and what goes into it. No rendering here: ``packets.work`` builds, ``packets.render`` renders."""

import hashlib
import json
from datetime import UTC

from django.db.models import F

from applications.models import Application, Opinion, Packet, Revision
from journal.work import nudge


def opinion_of(revision: Revision) -> Opinion | None:
    """The recommendation that stands behind a revision: its own, or that of an earlier one (after a correction)."""
    return _forwarded(_opinions_until(revision))


def recommender_of(revision: Revision) -> str:
    """The recommender as the cover names it: who recommended, who was asked and has not, or that nobody was (REC-1)."""
    return _recommender(revision, _opinions_until(revision))


def paper_answers(revision: Revision) -> dict:
    """Everything that stands on the paper form: the applicant's answers and the recommender's part."""
    return _paper_answers(revision, _opinions_until(revision))


def _opinions_until(revision: Revision) -> list[Opinion]:
    """What recommenders said of a revision and of those before it, newest first, each with the ``number`` it is of."""
    opinions = Opinion.objects.filter(revision__application_id=revision.application_id)
    opinions = opinions.annotate(number=F("revision__number")).filter(number__lte=revision.number)
    return list(opinions.select_related("recommender").order_by("-number"))


def _forwarded(opinions: list[Opinion]) -> Opinion | None:
    return next((each for each in opinions if each.outcome == Opinion.Outcome.FORWARDED), None)


def _recommender(revision: Revision, opinions: list[Opinion]) -> str:
    if opinion := _forwarded(opinions):
        return str(opinion.recommender)
    if opinion := next((each for each in opinions if each.number == revision.number), None):
        return f"{opinion.recommender}（{opinion.get_outcome_display()}）"
    return f"{revision.recommender}（待初审）" if revision.recommender else "无（自主申报）"


def _paper_answers(revision: Revision, opinions: list[Opinion]) -> dict:
    opinion = _forwarded(opinions)
    return revision.answers | (opinion.answers if opinion else {})


def input_checksum(revision: Revision, application: Application) -> str:
    """SHA-256 over everything that is rendered: when it changes, the packet is due again."""
    return _checksum(revision, application, _opinions_until(revision))


def _checksum(revision: Revision, application: Application, opinions: list[Opinion]) -> str:
    body = [
        revision.sha256,
        application.number,
        application.received_at and application.received_at.astimezone(UTC).isoformat(),
        application.cycle.year,
        _paper_answers(revision, opinions),
        _recommender(revision, opinions),
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def request_packet(revision: Revision, application: Application) -> None:
    """Ask for the packet of a new revision; runs inside the verb that made it."""
    opinions = _opinions_until(revision) if revision.number > 1 else []
    checksum = _checksum(revision, application, opinions)
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

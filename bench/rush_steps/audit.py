"""The audit after a rush: what the answers promised against what the database holds (CUT-3, NUM-1)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.messages.storage.cookie import CookieStorage, MessageSerializer
from django.core import signing

from applications.models import Application, Packet
from applications.year.progress import KIND
from journal.models import Message, Record
from programme.cutoff import year_of
from programme.models import NumberGate
from programme.notice import programme_of

SIGNER = signing.get_cookie_signer(salt=CookieStorage.key_salt)


@dataclass
class Phase:
    """One phase of the load: the cycle that ran, its cutoff (exclusive), and every answer."""

    name: str
    year: int
    cutoff: datetime
    answers: list[dict] = field(default_factory=list)

    @property
    def accepted(self) -> list[dict]:
        """The answers that said: received."""
        return [answer for answer in self.answers if verdict(answer) == "accepted"]

    @property
    def told(self) -> dict[int, int]:
        """Draft → the year that its answer told."""
        return {answer["draft"]: said(answer)[1] for answer in self.accepted}


def verdict(answer: dict) -> str:
    """``accepted``, or the kind of error."""
    if "error" in answer:
        return answer["error"]
    if answer["status"] != 302:
        return f"HTTP {answer['status']}"
    return (
        "accepted" if said(answer) and f"/{answer['draft']}/" in answer["location"] else "302 without number"
    )


def said(answer: dict) -> tuple[str, int] | None:
    """The number and the year that the answer told the person, from the message it carried."""
    if not answer.get("messages"):
        return None
    for message in SIGNER.unsign_object(answer["messages"], serializer=MessageSerializer):
        if number := message.message.partition("编号 ")[2].partition("，")[0]:
            return number, int(message.message.partition("参加 ")[2][:4])
    return None


def faults(phases: list[Phase]) -> dict[str, list[str]]:
    """What is wrong, by kind; a kind with an empty list was looked for and not found."""
    drafts = {answer["draft"] for phase in phases for answer in phase.answers}
    kept = Application.objects.select_related("entry", "cycle").in_bulk(drafts)
    return {
        "lost": list(_lost(phases, kept)),
        "doubled": list(_doubled(kept)),
        "wrong year": list(_wrong_year(phases, kept)),
        "gaps": list(_gaps()),
        "unequal answers": list(_unequal(phases)),
        "packets": list(_packets(kept)),
    }


def _lost(phases: list[Phase], kept: dict) -> Iterator[str]:
    """What was accepted has the number that was said; what was received was said to be."""
    accepted = set()
    for phase in phases:
        for answer in phase.accepted:
            application, (number, year) = kept[answer["draft"]], said(answer)
            accepted.add(application.pk)
            if (application.number, application.cycle.year) != (number, year):
                yield f"{application.pk}: said {number} of {year}, kept {application}"
    for application in kept.values():
        if application.number and application.pk not in accepted:
            yield f"{application.pk}: {application.number} was given out, but no answer said so"


def _doubled(kept: dict) -> Iterator[str]:
    """One number, revision, library entry, record and message for each."""
    for number, times in Counter(each.number for each in kept.values() if each.number).items():
        if times > 1:
            yield f"{number} was given out {times} times"
    records = Record.objects.filter(object_type=KIND, verb="submit").values_list("object_id", flat=True)
    submits = Counter(records)
    told = Counter(Message.objects.filter(subject__startswith="申报已接收").values_list("link", flat=True))
    for application in (each for each in kept.values() if each.number):
        counts = application.revisions.count(), submits[application.pk], told[application.get_absolute_url()]
        if counts != (1, 1, 1) or application.entry.number != application.number:
            yield f"{application.number}: {counts} revisions, records, messages"


def _wrong_year(phases: list[Phase], kept: dict) -> Iterator[str]:
    """The year follows from the recorded instant, and the instant lies within the life of the request."""
    cutoffs = {phase.year: phase.cutoff for phase in phases}
    for phase in phases:
        first = {}
        for answer in phase.accepted:
            first.setdefault(answer["draft"], []).append(answer)
        for pk, answers in first.items():
            application = kept[pk]
            sent, done = min(a["sent"] for a in answers), max(a["done"] for a in answers)
            within = _instant(sent) <= application.received_at <= _instant(done)
            expected = phase.year + (application.received_at >= phase.cutoff)
            years = {
                application.cycle.year,
                int(application.number[:4]),
                year_of(application.received_at, cutoffs),
            }
            if not within or years != {expected}:
                yield f"{application.number}: received {application.received_at}, cutoff {phase.cutoff}"


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _gaps() -> Iterator[str]:
    """Every gate gave out 1 to its last number."""
    numbers = list(Application.objects.exclude(number=None).values_list("number", flat=True))
    for gate in NumberGate.objects.select_related("cycle"):
        prefix = f"{gate.cycle.year}-{programme_of(gate.pilot_type).number_code}-"
        found = sorted(int(number.removeprefix(prefix)) for number in numbers if number.startswith(prefix))
        if found != list(range(1, gate.last + 1)):
            yield f"{prefix}: 1 to {gate.last} given out, {len(found)} there"


def _unequal(phases: list[Phase]) -> Iterator[str]:
    """Whoever sends the same draft many times is told the same each time."""
    for phase in phases:
        told = {}
        for answer in phase.accepted:
            told.setdefault(answer["draft"], set()).add((answer["location"], said(answer)))
        yield from (f"{pk}: {sorted(answers)}" for pk, answers in told.items() if len(answers) > 1)


def _packets(kept: dict) -> Iterator[str]:
    """A packet for each, built."""
    built = set(
        Packet.objects.filter(state=Packet.State.DONE).values_list("revision__application_id", flat=True)
    )
    yield from (each.number for each in kept.values() if each.number and each.pk not in built)

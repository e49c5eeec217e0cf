"""What must hold of titles, and between them and the journal: two evaluated, two granted, not too early (AWD-1)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from journal.clock import day_of
from journal.facts import Facts, Held, last_words
from pilots.models import Certificate, Evaluation, Pilot, TitleProposal
from pilots.states import EvaluationOutcome, EvaluationState, TitleState
from pilots.title.rules import title_from
from programme.states import Origin

KIND = Pilot._meta.label_lower
Words = dict[int, Held[Facts]]


def broken() -> Iterator[str]:
    """A sentence for each title of the portal that was not lawfully granted; a constant number of statements."""
    granted = TitleProposal.objects.filter(state=TitleState.GRANTED).select_related("evaluation")
    proposals = {proposal.pilot_id: proposal for proposal in granted.order_by("pk")}
    words = {
        verb: last_words(KIND, [verb], Facts) for verb in ("propose_title", "grant_title", "find_excellent")
    }
    certified = Certificate.objects.filter(pilot=OuterRef("pk"), granted_at=OuterRef("titled_at"))
    titled = Pilot.objects.filter(origin=Origin.PORTAL, titled_at__isnull=False).select_related("entry")
    for pilot in titled.annotate(certified=Exists(certified)).order_by("pk"):
        number = pilot.entry.number
        if not pilot.certified:
            yield f"{number} 已授予称号，但没有称号证书。"
        first = title_from(pilot)
        if first and day_of(pilot.titled_at) < first:
            yield f"{number} 的试点工作方案实施不满一年，已授予称号。"
        if pilot.entry.programme.needs_plan and not pilot.known_gaps:
            yield from _rests(pilot, proposals.get(pilot.pk), words)


def _rests(pilot: Pilot, proposal: TitleProposal | None, words: dict[str, Words]) -> Iterator[str]:
    """The title rests on a proposal, that on an evaluation, and the journal says so."""
    number = pilot.entry.number
    if proposal is None or proposal.decided_at != pilot.titled_at:
        yield f"{number} 已授予称号，但没有由两人提出和确认的记录。"
        return
    if not _excellent(pilot, proposal.evaluation):
        yield f"{number} 已授予称号，但没有经两人确认、结论为优秀的评估。"
    evaluation = proposal.evaluation
    recorded = (
        ("propose_title", proposal.proposed_by_id, proposal.proposed_at),
        ("grant_title", proposal.decided_by_id, proposal.decided_at),
        ("find_excellent", evaluation.confirmed_by_id, evaluation.confirmed_at),
    )
    for verb, person, at in recorded:
        held = words[verb].get(pilot.pk)
        if held is None or held.at != at or not held.by(person):
            yield f"{number} 的称号与日志不符：评估确认、提出或授予的人或时间。"
            return


def _excellent(pilot: Pilot, evaluation: Evaluation) -> bool:
    return (
        evaluation.pilot_id == pilot.pk
        and evaluation.state == EvaluationState.CONFIRMED
        and evaluation.outcome == EvaluationOutcome.EXCELLENT
    )

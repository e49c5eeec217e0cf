"""What must hold of withdrawals, and between them and the journal (AWD-1)."""

from collections.abc import Iterator

from journal.facts import Held, all_words
from pilots.models import Pilot, Withdrawal
from pilots.states import PilotState, WithdrawalState
from pilots.withdrawal.facts import DecisionFacts, IntentFacts
from programme.states import Origin

KIND = Pilot._meta.label_lower


def broken() -> Iterator[str]:
    """A sentence for each fault; a constant number of statements."""
    intents = {
        held.said.withdrawal: held
        for held in all_words(KIND, ["intend_withdrawal"], IntentFacts)
        if held.said
    }
    decisions = {
        held.said.withdrawal: held for held in all_words(KIND, ["withdraw"], DecisionFacts) if held.said
    }
    ended = {}
    for row in Withdrawal.objects.select_related("pilot__entry").order_by("pk"):
        intent, decision = intents.pop(row.pk, None), decisions.pop(row.pk, None)
        if intent is None or not _as_told(row, intent):
            yield f"{row.pilot.entry.number} 的取消告知与日志不符。"
        if row.state == WithdrawalState.WITHDRAWN:
            ended[row.pilot_id] = row.decided_at
            if decision is None or not _as_decided(row, decision):
                yield f"{row.pilot.entry.number} 的取消决定与日志不符。"
            if row.pilot.state != PilotState.WITHDRAWN:
                yield f"{row.pilot.entry.number} 已决定取消试点资格，但试点状态不是已取消。"
        elif decision is not None:
            yield f"{row.pilot.entry.number} 的取消决定记在日志中，但没有生效。"
    for pk in {**intents, **decisions}:
        yield f"第 {pk} 号取消资格记在日志中，但已不存在。"
    lost = Pilot.objects.filter(origin=Origin.PORTAL, state=PilotState.WITHDRAWN).select_related("entry")
    for pilot in lost.order_by("pk"):
        if ended.get(pilot.pk) != pilot.ended_at:
            yield f"{pilot.entry.number} 已取消试点资格，但没有陈述期满后另一人作出的决定。"


def _as_told(row: Withdrawal, held: Held[IntentFacts]) -> bool:
    return (held.at, held.said) == (row.intended_at, IntentFacts.said_by(row)) and held.by(row.intended_by_id)


def _as_decided(row: Withdrawal, held: Held[DecisionFacts]) -> bool:
    return (held.at, held.said) == (row.decided_at, DecisionFacts.said_by(row)) and held.by(row.decided_by_id)

"""What must hold in decisions, and between them and the journal (CUT-2, CUT-4, REV-3, REV-5)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from applications.models import DRAFT_COLUMNS, Application
from applications.states import State
from journal.facts import Facts, Held, last_words
from programme.cycles.deciding import on_frozen_list
from reviews.decisions.actions import DecisionFacts
from reviews.decisions.cases import counted_and_awaited
from reviews.models import Decision, ScoreSheet
from reviews.scoring.totals import TOO_FEW_TEXT, VALID_FROM, fingerprint, result
from reviews.states import SETTLED, DecisionState

CASE = Application._meta.label_lower
VERBS = {
    "propose_decision": (DecisionState.PROPOSED,),
    "return_decision": (DecisionState.RETURNED,),
    "confirm_decision": SETTLED,
    "take_back_decision": (),
}  # the last one in the journal → where the decision may stand


def broken() -> Iterator[str]:
    """A sentence for each fault; a constant number of statements."""
    rows = Decision.objects.select_related("application__cycle").annotate(
        frozen=on_frozen_list("application__")
    )
    decisions = list(rows.defer(*(f"application__{name}" for name in DRAFT_COLUMNS)).order_by("pk"))
    yield from _frozen_first(decisions)
    yield from _rest_on_sheets([decision for decision in decisions if decision.state in SETTLED])
    yield from _as_recorded(decisions)


def _frozen_first(decisions: Sequence[Decision]) -> Iterator[str]:
    """Nothing is decided before the list of its year is frozen, nor what is not on it (CUT-2, CUT-4)."""
    for decision in decisions:
        application, cycle = decision.application, decision.application.cycle
        if decision.state == DecisionState.RETURNED or application.state == State.WITHDRAWN:
            continue
        if cycle.closed_at is None or decision.proposed_at < cycle.closed_at:
            yield f"{application.number} 的决定在{cycle}的截止名单冻结之前作出。"
        elif not decision.frozen:
            yield f"{application.number} 已有决定，但不在{cycle}的截止名单上。"


def _rest_on_sheets(decisions: Sequence[Decision]) -> Iterator[str]:
    """What two persons decided rests on the sheets as they are: none changed, enough of them, none outstanding (REV-3)."""
    sheets: dict[int, list[ScoreSheet]] = defaultdict(list)
    columns = ("application", "state", "total", "submitted_at")
    for sheet in ScoreSheet.objects.filter(application__decision__state__in=SETTLED).only(*columns):
        sheets[sheet.application_id].append(sheet)
    for decision in decisions:
        number = decision.application.number
        valid, waiting = counted_and_awaited(sheets[decision.application_id])
        if fingerprint(valid) != decision.sheets_checksum:
            yield f"{number} 的决定确认后，评分表有变动。"
        if result(sheet.total for sheet in valid).mean != decision.score:
            yield f"{number} 的决定所记得分与评分表不符。"
        if decision.outcome != Decision.Outcome.SELECTED:
            continue
        if len(valid) < VALID_FROM:
            yield f"{number} 列为试点，但{TOO_FEW_TEXT}。"
        if waiting:
            yield f"{number} 列为试点，但还有 {waiting} 份评分表没有交，也没有写明原因不再等待。"


def _as_recorded(decisions: Sequence[Decision]) -> Iterator[str]:
    """Each decision says what the journal recorded when it was proposed, returned or confirmed, and by whom."""
    last, proposed = last_words(CASE, VERBS, DecisionFacts), last_words(CASE, ["propose_decision"], Facts)
    for decision in decisions:
        held, first = last.pop(decision.application_id, None), proposed.get(decision.application_id)
        if held is None or first is None or not _same(decision, held, first):
            yield f"{decision.application.number} 的决定与日志不符。"
    for application, held in last.items():
        if VERBS[held.verb]:
            yield f"申报{application:06d} 的决定记在日志中，但已不存在。"


def _same(decision: Decision, held: Held[DecisionFacts], proposed: Held[Facts]) -> bool:
    who_and_when = {
        "propose_decision": (decision.proposed_by_id, decision.proposed_at),
        "return_decision": (decision.returned_by_id, decision.returned_at),
        "confirm_decision": (decision.confirmed_by_id, decision.confirmed_at),
    }
    person, at = who_and_when.get(held.verb, (None, None))
    return (
        decision.state in VERBS[held.verb]
        and (held.by(person) and held.at == at)
        and (proposed.by(decision.proposed_by_id) and proposed.at == decision.proposed_at)
        and held.said in (None, DecisionFacts.said_by(decision))
    )

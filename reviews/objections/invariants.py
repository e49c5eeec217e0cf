"""What must hold between objections and the journal (AWD-1)."""

from collections.abc import Iterator

from django.db.models import Count

from journal.facts import Facts, Held, last_words
from journal.workflow import Moved
from reviews.models import Objection
from reviews.objections.actions import FindingFacts, ObjectionFacts
from reviews.states import HANDLED, ObjectionState
from reviews.workflow import OBJECTION

KIND = Objection._meta.label_lower
FOUND = (*HANDLED, ObjectionState.UPHOLDING)  # reason and answer stand


def broken() -> Iterator[str]:
    """A sentence for each objection that is not what the journal recorded; a constant number of statements."""
    made, moved = (
        last_words(KIND, ["make_objection"], ObjectionFacts),
        last_words(KIND, OBJECTION.verbs, Moved),
    )
    findings = last_words(KIND, ["dismiss_objection", "propose_upholding"], FindingFacts)
    closings = last_words(KIND, ["dismiss_objection", "uphold_objection"], Facts)
    for objection in Objection.objects.select_related("item").annotate(evidence=Count("files")):
        receipt, last = made.pop(objection.pk, None), moved.get(objection.pk)
        state = last.said.to if last and last.said else ObjectionState.RECEIVED.value
        if receipt is None or not _as_received(objection, receipt):
            yield f"{objection}的内容或收到时间与日志不符。"
        if state != objection.state and not (last and last.said is None):
            yield f"{objection}的状态与日志不符。"
        finding, closing = findings.get(objection.pk), closings.get(objection.pk)
        if objection.state in FOUND and not _as_found(objection, finding):
            yield f"{objection}的认定理由或答复与日志不符。"
        if objection.state in HANDLED and not _as_closed(objection, closing):
            yield f"{objection}的办结人或办结时间与日志不符。"
    for pk in made:
        yield f"第 {pk} 号异议记在日志中，但已不存在。"


def _as_received(objection: Objection, held: Held[ObjectionFacts]) -> bool:
    if held.at != objection.received_at or held.said is None:
        return held.at == objection.received_at
    said = ObjectionFacts.said_by(objection, objection.evidence)
    kept = held.said
    return (kept.notice, kept.item, kept.files) == (said.notice, said.item, said.files) and kept.grounds in (
        "",
        said.grounds,
    )


def _as_found(objection: Objection, held: Held[FindingFacts] | None) -> bool:
    if held is None:
        return False
    return held.said is None or held.said.finding in ("", FindingFacts.said_by(objection).finding)


def _as_closed(objection: Objection, held: Held[Facts] | None) -> bool:
    return held is not None and held.at == objection.closed_at and held.by(objection.closed_by_id)

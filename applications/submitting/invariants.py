"""What must hold between applications and the journal, and when one comes again (CUT-3, NUM-1, ELI-R)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from applications.models import Application
from applications.states import State
from applications.submitting.receipt import ReceiptFacts
from applications.workflow import APPLICATION
from journal.facts import last_words
from journal.workflow import Moved

KIND = Application._meta.label_lower


def broken() -> Iterator[str]:
    """A sentence for each fault; a constant number of statements."""
    yield from _as_recorded()
    yield from _again()


def _as_recorded() -> Iterator[str]:
    """State, number and instant of receipt are those that the journal recorded."""
    moved = last_words(KIND, APPLICATION.verbs, Moved)
    receipts = last_words(KIND, ["submit", "forward"], ReceiptFacts)
    for pk, state, number, received_at in Application.objects.values_list(
        "pk", "state", "number", "received_at"
    ).iterator():
        name, last, receipt = number or f"申报{pk:06d}", moved.get(pk), receipts.get(pk)
        known = last is None or last.said is not None
        if known and state != (last.said.to if last and last.said else State.DRAFT):
            yield f"{name} 的状态与日志不符。"
        if received_at is None or (receipt and receipt.said is None):
            continue
        said = receipt.said if receipt else None
        if said is None or said.number != number or _instant(said.received_at) != received_at:
            yield f"{name} 的编号或接收时间与日志不符。"


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _again() -> Iterator[str]:
    """What comes again was evaluated in an earlier year, and comes once a year (ELI-R)."""
    again = Application.objects.received().exclude(previous_entry=None).exclude(state=State.WITHDRAWN)
    for number in again.filter(previous_entry__cycle__year__gte=F("cycle__year")).values_list(
        "number", flat=True
    ):
        yield f"{number} 是再次申报，但原申报不属于更早的年度。"
    times = Counter(again.values_list("previous_entry", "previous_entry__number", "cycle__year"))
    for (_, number, year), count in times.items():
        if count > 1:
            yield f"{number} 在 {year} 年度被再次申报 {count} 次，每个年度只能一次。"

"""What must hold between the library and pilots."""

from collections.abc import Iterator

from django.db.models import F, QuerySet

from journal.facts import last_words
from journal.workflow import Moved
from pilots.lives import LIVES
from pilots.models import Pilot, SupportMeasure
from pilots.states import ENDED, PilotState
from pilots.targets import invariants as targets_invariants
from pilots.title import invariants as title_invariants
from pilots.trial import invariants as trial_invariants
from pilots.withdrawal import invariants as withdrawal_invariants
from pilots.writing import invariants as writing_invariants
from programme.models import LibraryEntry
from programme.notice import Support
from programme.states import LibraryState, Origin
from reviews.models import PublicNoticeItem

VERBS = {name for life in LIVES.values() for name in life.verbs}


def broken() -> Iterator[str]:
    """A sentence for each fault (REV-5, AWD-1)."""
    for entry in LibraryEntry.objects.filter(state=LibraryState.SELECTED, pilot=None):
        yield f"{entry.number} 已入选，但没有试点记录。"
    for pilot in Pilot.objects.exclude(entry__state=LibraryState.SELECTED).select_related("entry"):
        yield f"{pilot.entry.number} 有试点记录，但在项目库中不是入选状态。"
    for pilot in Pilot.objects.exclude(origin=F("entry__origin")).select_related("entry"):
        yield f"{pilot.entry} 的试点记录与项目库条目来源不同。"
    strays = LibraryEntry.objects.filter(origin=Origin.PORTAL).exclude(cycle__origin=Origin.PORTAL)
    for entry in strays.select_related("cycle"):
        yield f"{entry} 在本平台申报，却列在历年资料的{entry.cycle}。"
    yield from _awarded()
    yield from _as_recorded()
    yield from _ended_untitled()
    yield from _plaques()
    yield from _measures()
    yield from trial_invariants.broken()
    yield from title_invariants.broken()
    yield from withdrawal_invariants.broken()
    yield from targets_invariants.broken()
    yield from writing_invariants.broken()


def _awarded() -> Iterator[str]:
    """A pilot of the portal stood on a public notice and was awarded there (AWD-1)."""
    awarded = PublicNoticeItem.objects.exclude(awarded_at=None).values("application__entry")
    for pilot in _of_portal().exclude(entry__in=awarded):
        yield f"{pilot.entry.number} 已成为试点，但没有经过公示和认定。"


def _as_recorded() -> Iterator[str]:
    """A pilot stands where the last verb of its life led, and ended when that was done."""
    moved = last_words(Pilot._meta.label_lower, VERBS, Moved)
    for pilot in _of_portal():
        last = moved.get(pilot.pk)
        first = PilotState.PLANNING if pilot.entry.programme.needs_plan else PilotState.TITLED
        said = last.said.to if last and last.said else first
        deleted = last is not None and last.said is None
        if said != pilot.state and not deleted:
            yield f"{pilot.entry.number} 的试点状态与日志不符。"
        elif pilot.state in ENDED and last and last.at != pilot.ended_at:
            yield f"{pilot.entry.number} 的结束时间与日志不符。"


def _ended_untitled() -> Iterator[str]:
    """An entry may come again after its pilot if and only if that was completed, of a type that may (A1 §二.5)."""
    for pilot in _of_portal():
        again = pilot.state == PilotState.COMPLETED and pilot.entry.programme.may_come_again
        if again != pilot.entry.ended_untitled:
            yield f"{pilot.entry.number} 在项目库中能否再次申报，与试点的结果不符。"


def _plaques() -> Iterator[str]:
    """A plaque is dated on the Low Carbon Day of the year after the cycle; one that was given keeps its day (AWD-1).

    A title that was withdrawn has no plaque but one that was given before.
    """
    plaques = SupportMeasure.objects.standing().filter(kind=Support.PLAQUE)
    given = dict(plaques.values_list("pilot", "granted_on"))
    for pilot in _of_portal().exclude(plaque_on=None).select_related("entry__cycle"):
        cycle = pilot.entry.cycle
        planned = None if pilot.title_withdrawn else cycle.low_carbon_day
        if pilot.plaque_on != given.get(pilot.pk, planned) or pilot.plaque_on.year != cycle.year + 1:
            yield f"{pilot.entry.number} 的授牌日期 {pilot.plaque_on} 不是{cycle}次年的低碳日。"


def _of_portal() -> QuerySet[Pilot]:
    """Pilots that the portal selected; those of paper years and of the ministry went other ways."""
    return Pilot.objects.filter(origin=Origin.PORTAL).select_related("entry").order_by("pk")


def _measures() -> Iterator[str]:
    """A measure names the pilot of its entry, if and only if the entry has one (AWD-1)."""
    measures = SupportMeasure.objects.exclude(
        pilot=F("entry__pilot")
    )  # of an entry without a pilot: both are null
    for measure in measures.exclude(pilot=None, entry__pilot=None).select_related("entry"):
        yield f"{measure} 登记的试点与项目库条目不符。"

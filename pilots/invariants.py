"""What must hold between the library and pilots."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from pilots.models import Certificate, Pilot, SupportMeasure
from pilots.states import PilotState
from pilots.trial import invariants as trial
from programme.models import LibraryEntry
from programme.notice import Support
from programme.states import LibraryState, Origin
from reviews.models import PublicNoticeItem

PLANNED = timedelta(days=365)  # the period of a work plan


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
    yield from _titled_early()
    yield from _plaques()
    yield from _measures()
    yield from trial.broken()
    certified = Certificate.objects.filter(pilot=OuterRef("pk"), granted_at=OuterRef("titled_at"))
    for pilot in _of_portal().filter(~Exists(certified), state=PilotState.TITLED):
        yield f"{pilot.entry.number} 已授予称号，但没有称号证书。"


def _awarded() -> Iterator[str]:
    """A pilot of the portal stood on a public notice and was awarded there (AWD-1)."""
    awarded = PublicNoticeItem.objects.exclude(awarded_at=None).values("application__entry")
    for pilot in _of_portal().exclude(entry__in=awarded):
        yield f"{pilot.entry.number} 已成为试点，但没有经过公示和认定。"


def _titled_early() -> Iterator[str]:
    """A zone has its title when the year of its work plan has passed, not before (A3 §三.二, §三.四)."""
    for pilot in _of_portal().filter(state=PilotState.TITLED):
        plans_a_year = pilot.entry.programme.plans_before_decision
        if plans_a_year and pilot.titled_at < pilot.selected_at + PLANNED:
            yield f"{pilot.entry.number} 的试点工作方案实施不满一年，已授予称号。"


def _plaques() -> Iterator[str]:
    """A plaque is dated on the Low Carbon Day of the year after the cycle; one that was given keeps its day (AWD-1)."""
    plaques = SupportMeasure.objects.standing().filter(kind=Support.PLAQUE)
    given = dict(plaques.values_list("pilot", "granted_on"))
    for pilot in _of_portal().exclude(plaque_on=None).select_related("entry__cycle"):
        cycle = pilot.entry.cycle
        if (
            pilot.plaque_on != given.get(pilot.pk, cycle.low_carbon_day)
            or pilot.plaque_on.year != cycle.year + 1
        ):
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

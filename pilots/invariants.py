"""What must hold between the library and pilots."""

from collections.abc import Iterator

from django.db.models import F

from pilots.models import Pilot, SupportMeasure
from pilots.states import PilotState
from programme.models import LibraryEntry
from programme.notice import Support
from programme.states import LibraryState, Origin


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
    yield from _measures()
    given = (
        SupportMeasure.objects.standing().filter(kind=Support.PLAQUE).values("pilot")
    )  # as 1.0.0 took them
    for pilot in Pilot.objects.exclude(plaque_on=None).exclude(pk__in=given).select_related("entry__cycle"):
        if (pilot.plaque_on.year, pilot.plaque_on.month) != (pilot.entry.cycle.year + 1, 6):
            yield f"{pilot.entry.number} 的授牌日期 {pilot.plaque_on} 不在年度次年的六月。"
    titled = Pilot.objects.filter(state=PilotState.TITLED, origin=Origin.PORTAL)
    for pilot in titled.select_related("entry"):
        if pilot.certificate is None:
            yield f"{pilot.entry.number} 已授予称号，但没有称号证书。"


def _measures() -> Iterator[str]:
    """A measure names the pilot of its entry, if and only if the entry has one (AWD-1)."""
    measures = SupportMeasure.objects.exclude(
        pilot=F("entry__pilot")
    )  # of an entry without a pilot: both are null
    for measure in measures.exclude(pilot=None, entry__pilot=None).select_related("entry"):
        yield f"{measure} 登记的试点与项目库条目不符。"

"""What must hold in cycles, numbers, the library and pilots."""

from collections.abc import Iterator

from pilots.frozen import checksum, list_text
from pilots.models import Cycle, LibraryEntry, NumberGate, Pilot
from pilots.programme import NUMBER_CODES, PilotType
from pilots.states import PilotState, Standing


def broken() -> Iterator[str]:
    """A sentence for each fault (NUM-1, CUT-4, REV-5)."""
    yield from _numbers()
    for gate in NumberGate.objects.filter(cycle__closed_at__isnull=False, closed=False).select_related(
        "cycle"
    ):
        yield f"{gate.cycle}已截止，但{gate.get_pilot_type_display()}仍可发号。"
    yield from _frozen_lists()
    for entry in LibraryEntry.objects.filter(standing=Standing.SELECTED, pilot=None):
        yield f"{entry.number} 已入选，但没有试点记录。"
    for pilot in Pilot.objects.exclude(entry__standing=Standing.SELECTED).select_related("entry"):
        yield f"{pilot.entry.number} 有试点记录，但在项目库中不是入选状态。"
    for pilot in Pilot.objects.filter(state=PilotState.TITLED).select_related("entry"):
        if pilot.certificate is None:
            yield f"{pilot.entry.number} 已授予称号，但没有称号证书。"


def _numbers() -> Iterator[str]:
    """Numbers run from 1 to the last one given out, without gaps, per year and type."""
    last = {(g.cycle_id, g.pilot_type): g.last for g in NumberGate.objects.all()}
    numbers = list(LibraryEntry.objects.exclude(number=None).values_list("number", flat=True))
    for cycle in Cycle.objects.all():
        for pilot_type in PilotType:
            prefix = f"{cycle.year}-{NUMBER_CODES[pilot_type]}-"
            found = sorted(int(n.removeprefix(prefix)) for n in numbers if n.startswith(prefix))
            if found != list(range(1, last.get((cycle.pk, pilot_type.value), 0) + 1)):
                yield f"{prefix}：编号应为 1 至 {last.get((cycle.pk, pilot_type.value), 0)} 连续，实有 {len(found)} 个。"


def _frozen_lists() -> Iterator[str]:
    """The frozen list of each closed cycle gives the count and the checksum that closing wrote down (CUT-4)."""
    for cycle in Cycle.objects.exclude(closed_at=None):
        lines = list(cycle.frozen_lines.order_by("number"))
        if len(lines) != cycle.frozen_count or checksum(list_text(lines)) != cycle.frozen_checksum:
            yield f"{cycle}的截止名单与截止时记下的数量或校验值不符。"

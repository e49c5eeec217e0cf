"""What must hold in cycles, numbers and frozen lists."""

from collections.abc import Iterator

from django.db.models import F

from programme.cutoff import GRACE
from programme.cycles.frozen import checksum, list_text
from programme.models import Cycle, LibraryEntry, NumberGate
from programme.notice import PilotType, programme_of
from programme.states import Origin


def broken() -> Iterator[str]:
    """A sentence for each fault (NUM-1, CUT-4)."""
    yield from _numbers()
    open_gates = NumberGate.objects.filter(cycle__closed_at__isnull=False, closed=False)
    for gate in open_gates.select_related("cycle"):
        yield f"{gate.cycle}已截止，但{gate.get_pilot_type_display()}仍可发号。"
    for cycle in Cycle.objects.held_here().filter(closed_at__lt=F("cutoff") + GRACE):
        yield f"{cycle}在截止时刻之前就冻结了名单。"
    yield from _frozen_lists()


def _numbers() -> Iterator[str]:
    """Numbers run from 1 to the last one given out, without gaps, per year and type."""
    last = {(g.cycle_id, g.pilot_type): g.last for g in NumberGate.objects.all()}
    entries = LibraryEntry.objects.filter(origin=Origin.PORTAL)
    numbers = [number for number in entries.values_list("number", flat=True) if number]
    for cycle in Cycle.objects.held_here():
        for pilot_type in PilotType:
            prefix = f"{cycle.year}-{programme_of(pilot_type).number_code}-"
            found = sorted(int(n.removeprefix(prefix)) for n in numbers if n.startswith(prefix))
            if found != list(range(1, last.get((cycle.pk, pilot_type.value), 0) + 1)):
                yield f"{prefix}：编号应为 1 至 {last.get((cycle.pk, pilot_type.value), 0)} 连续，实有 {len(found)} 个。"


def _frozen_lists() -> Iterator[str]:
    """The frozen list of each closed cycle gives the count and the checksum that closing wrote down (CUT-4)."""
    for cycle in Cycle.objects.held_here().exclude(closed_at=None):
        lines = list(cycle.frozen_lines.order_by("number"))
        if len(lines) != cycle.frozen_count or checksum(list_text(lines)) != cycle.frozen_checksum:
            yield f"{cycle}的截止名单与截止时记下的数量或校验值不符。"

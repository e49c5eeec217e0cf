"""What must hold between the library and pilots."""

from collections.abc import Iterator

from pilots.models import Pilot
from pilots.states import PilotState
from programme.models import LibraryEntry
from programme.states import Standing


def broken() -> Iterator[str]:
    """A sentence for each fault (REV-5, AWD-1)."""
    for entry in LibraryEntry.objects.filter(standing=Standing.SELECTED, pilot=None):
        yield f"{entry.number} 已入选，但没有试点记录。"
    for pilot in Pilot.objects.exclude(entry__standing=Standing.SELECTED).select_related("entry"):
        yield f"{pilot.entry.number} 有试点记录，但在项目库中不是入选状态。"
    for pilot in Pilot.objects.filter(state=PilotState.TITLED).select_related("entry"):
        if pilot.certificate is None:
            yield f"{pilot.entry.number} 已授予称号，但没有称号证书。"

"""One phase of a rush: pressed in one way, across a cutoff of its own."""

import time

from bench.rush_steps.audit import Phase
from bench.rush_steps.drafts import cutoff_in
from bench.rush_steps.processes import pressed

READERS = 8  # who open check pages at once, before the rush


def across(name: str, how: str, port: int, drafts: list[dict], *, ahead: float, lead: float, **plan) -> Phase:
    """Open the check pages, then send what they gave so that the cutoff of the cycle that runs now passes in their midst.

    Args:
        how: how ``load.py`` presses; ``plan`` is what it needs for that.
        drafts: complete drafts with the sessions of their people.
        ahead: seconds from now at which the cutoff is set.
        lead: seconds before the cutoff at which the first one is sent.

    Returns:
        The phase with its answers, not before its cutoff has passed, so that the next one meets the next cycle.
    """
    pages = pressed("open", port, drafts, users=READERS)
    year, cutoff = cutoff_in(ahead)
    answers = pressed(how, port, pages, start=cutoff.timestamp() - lead, **plan)
    time.sleep(max(0.0, cutoff.timestamp() - time.time()))
    return Phase(name, year, cutoff, answers)

"""What must hold of target sets: no version is missing, and from the first that counted on one followed the other."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pilots.models import Pilot, TargetSet
from pilots.states import PilotState
from programme.states import Origin

BEFORE = (PilotState.PLANNING, PilotState.PLAN_SUBMITTED)  # no targets count yet


def broken() -> Iterator[str]:
    """A sentence for each fault of a pilot of the portal; a constant number of statements."""
    sets = TargetSet.objects.filter(pilot__origin=Origin.PORTAL).order_by("pilot", "version")
    chains = {pilot: list(chain) for pilot, chain in groupby(sets, key=lambda made: made.pilot_id)}
    pilots = Pilot.objects.filter(origin=Origin.PORTAL).select_related("entry").order_by("pk")
    for pilot in pilots:
        chain = chains.get(pilot.pk, [])
        if not _whole(chain):
            yield f"{pilot.entry.number} 的目标版本不连续，或前后生效时间不衔接。"
        planned = pilot.entry.programme.needs_plan and not pilot.known_gaps and pilot.implementing_from
        if planned and pilot.state not in BEFORE and not any(_counts(made) for made in chain):
            yield f"{pilot.entry.number} 的方案已同意，但没有生效的目标。"


def _whole(chain: Sequence[TargetSet]) -> bool:
    counted = [made for made in chain if made.version and made.in_force_since]
    followed = all(one.replaced_at == other.in_force_since for one, other in pairwise(counted))
    last_holds = not counted or counted[-1].replaced_at is None
    numbered = [made.version for made in chain] == list(range(len(chain)))
    return bool(chain) and numbered and followed and last_holds


def _counts(made: TargetSet) -> bool:
    return bool(made.version and made.in_force_since and made.replaced_at is None)

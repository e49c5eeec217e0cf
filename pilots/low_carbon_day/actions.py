"""Recording plaques, one or many at once (AWD-1)."""

from collections.abc import Collection

from accounts.models import User
from journal.workflow import Refused
from pilots.acts import GRANT_SUPPORT
from pilots.support.actions import Given, grant, has_plaque, lock_entries
from programme.notice import Support


def hand_over_plaques(entry_ids: Collection[int], *, actor: User) -> int:
    """Record for several entries that they got their plaques on the Low Carbon Day; return how many are new.

    One that is recorded already is passed over, so that a second press does nothing. All others, or none.

    Raises:
        Refused: one of them cannot have its plaque; the sentence names it.
    """
    recorded = 0
    with GRANT_SUPPORT.perform_all(lambda: lock_entries(entry_ids), actor=actor) as acts:
        for act in acts:
            entry = act.object
            if has_plaque(entry):
                act.nothing()
                continue
            day = entry.pilot.plaque_on if entry.pilot else None
            try:
                grant(act, Given(kind=Support.PLAQUE, granted_on=day))
            except Refused as refusal:
                raise Refused(f"{entry.called}：{refusal}") from None
            recorded += 1
    return recorded

"""The panel of this subject on the page of a pilot."""

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from journal import clock
from pilots.acts import INTEND_WITHDRAWAL
from pilots.models import Pilot
from pilots.states import Viewer
from pilots.withdrawal.actions import why_no_withdrawal
from pilots.withdrawal.shown import family_of, state_words


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/withdrawal/panel.html shows to this person: withdrawals, and the way to begin one."""
    for_city = may(user, Capability.READ_RECEIVED)
    viewer = Viewer.CITY if for_city else Viewer.ORGANISATION
    now = clock.now()
    rows = pilot.withdrawals.order_by("-intended_at")
    return {
        "withdrawal_rows": [(row, state_words(row, for_city), family_of(row, viewer, now)) for row in rows],
        "withdrawal_begins": INTEND_WITHDRAWAL.can(user, pilot) and not why_no_withdrawal(pilot),
    }

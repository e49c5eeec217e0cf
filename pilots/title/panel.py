"""The panel of this subject on the page of a pilot."""

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from pilots.models import Pilot
from pilots.states import PilotState, TitleState


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/title/panel.html shows to this person: what is to be done about the title, or that it was lost."""
    excellent = pilot.state == PilotState.EXCELLENT
    for_city = excellent and may(user, Capability.FOLLOW_PILOTS, Capability.AWARD)
    waiting = for_city and pilot.title_proposals.filter(state=TitleState.PROPOSED).exists()
    return {
        "title_due": excellent,
        "title_for_city": for_city,
        "title_waiting": waiting,
        "title_lost_on": pilot.ended_at if pilot.title_withdrawn else None,
    }

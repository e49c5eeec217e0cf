"""The panel of this subject on the page of a pilot: asking for a change."""

from accounts.models import User
from pilots.change.layout import present_bounds
from pilots.lives import life_of
from pilots.models import Pilot
from pilots.states import SubmissionKind


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/change/panel.html shows to this person: how a change is dealt with, and the button."""
    life = life_of(pilot)
    possible = "begin_change" in life.verbs and life.can("begin_change", pilot, user)
    running = possible and pilot.submissions.unfinished().filter(kind=SubmissionKind.CHANGE).first()
    return {
        "change_possible": possible,
        "change_running": running or None,
        "change_words": present_bounds(pilot).words if possible else "",
    }

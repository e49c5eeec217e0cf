"""The panel of this subject on the page of a pilot."""

from accounts.models import User
from pilots.models import Pilot


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/evaluation/panel.html shows to this person; nothing yet."""
    return {}

"""A leader's figures beside the spread of its sector, on the page of a pilot."""

from accounts.models import User
from pilots.figures.spread import LEAST_UNITS, sector_spreads
from pilots.models import Pilot


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/figures/panel.html shows; nothing where too few units can be compared."""
    return {"figures_spreads": sector_spreads(pilot), "figures_least": LEAST_UNITS}

"""The parks that wait at a recommender, in its order of preference, held against its quota (REC-3). No writing."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Organisation
from applications.models import Application, ParkOrder
from applications.states import State
from programme.cycles.receiving import present_cycle, quota_of
from programme.models import ParkQuota
from programme.notice import QUOTA_SHEETS


@dataclass(frozen=True)
class PreferredPark:
    """A waiting park: its number in the order, counted from 1, and whether the quota reaches as far as it."""

    application: Application
    number: int
    inside: bool


@dataclass(frozen=True)
class Parks:
    """The quota of the running cycle and the parks that wait, the most preferred first."""

    quota: ParkQuota
    waiting: tuple[PreferredPark, ...]
    order: ParkOrder | None

    @property
    def short(self) -> int:
        """How many more parks wait than the quota leaves."""
        return max(0, len(self.waiting) - self.quota.left)

    @property
    def by_id(self) -> dict[int, PreferredPark]:
        """Application id → its park in the order."""
        return {park.application.pk: park for park in self.waiting}


def waiting(recommender: Organisation) -> list[Application]:
    """The parks that wait at a recommender, the longest waiting first."""
    applications = Application.objects.filter(
        recommender=recommender, sheet__in=QUOTA_SHEETS, state=State.AT_RECOMMENDER
    )
    wanted = applications.select_related("organisation", "cycle", "recommender__park_order__by")
    return list(wanted.order_by("state_since", "pk"))


def in_preference(applications: list[Application], order: ParkOrder | None) -> list[Application]:
    """Those that the recommender has put in order in that order, then the others as they come."""
    ids = order.ids if order else []
    wanted = {pk: number for number, pk in enumerate(ids)}
    return sorted(applications, key=lambda park: wanted.get(park.pk, len(ids)))


def parks_of(recommender: Organisation, now: datetime) -> Parks:
    """The waiting parks of a recommender against what its quota leaves at ``now``."""
    quota = quota_of(present_cycle(now), recommender)
    parks = waiting(recommender)
    order = getattr(parks[0].recommender, "park_order", None) if parks else None
    ordered = in_preference(parks, order)
    numbered = enumerate(ordered, 1)
    preferred = tuple(PreferredPark(park, number, number <= quota.left) for number, park in numbered)
    return Parks(quota, preferred, order)

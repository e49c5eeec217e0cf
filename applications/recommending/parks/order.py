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
class Place:
    """A waiting park: its place in the order, counted from 1, and whether the quota reaches as far as it."""

    application: Application
    number: int
    inside: bool


@dataclass(frozen=True)
class Parks:
    """The quota of the running cycle and the parks that wait, the most preferred first."""

    quota: ParkQuota
    places: tuple[Place, ...]
    order: ParkOrder | None

    @property
    def short(self) -> int:
        """How many more parks wait than the quota leaves."""
        return max(0, len(self.places) - self.quota.left)

    @property
    def by_id(self) -> dict[int, Place]:
        """Application id → its place."""
        return {place.application.pk: place for place in self.places}


def waiting(recommender: Organisation) -> list[Application]:
    """The parks that wait at a recommender, the longest waiting first."""
    found = Application.objects.filter(
        recommender=recommender, sheet__in=QUOTA_SHEETS, state=State.AT_RECOMMENDER
    )
    wanted = found.select_related("organisation", "cycle", "recommender__park_order__by")
    return list(wanted.order_by("state_since", "pk"))


def in_preference(applications: list[Application], order: ParkOrder | None) -> list[Application]:
    """Those that the recommender has placed as it placed them, then the others as they come."""
    ids = order.ids if order else []
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(applications, key=lambda each: place.get(each.pk, len(ids)))


def parks_of(recommender: Organisation, now: datetime) -> Parks:
    """The waiting parks of a recommender against what its quota leaves at ``now``."""
    quota = quota_of(present_cycle(now), recommender)
    parks = waiting(recommender)
    order = getattr(parks[0].recommender, "park_order", None) if parks else None
    ordered = in_preference(parks, order)
    places = tuple(Place(each, number, number <= quota.left) for number, each in enumerate(ordered, 1))
    return Parks(quota, places, order)

"""A recommender's work list: its tabs and its rows."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.capabilities import Capability
from accounts.models import Organisation
from accounts.rules import may, recommender_of
from applications.models import Application
from applications.recommending.parks.order import PreferredPark
from applications.states import Route, State

LONG_WAIT = timedelta(days=15)  # from here on a row is marked: the applicant has waited for half a month

LISTS = {
    "pending": ("待初审", Q(state=State.AT_RECOMMENDER), "since"),
    "returned": ("已退回", Q(state=State.RETURNED), "-since"),
    "forwarded": (
        "已推荐（全部年度）",
        Q(received_at__isnull=False, route=Route.RECOMMENDED),
        "-number",
    ),
    "declined": ("不予推荐（全部年度）", Q(state=State.DECLINED), "-since"),
}


@dataclass(frozen=True)
class Row:
    """A line of the list: how long it has waited, how far the pre-check is, and its park in the order of preference.

    ``begun``: there is a pre-check, of this version or of one before.
    """

    application: Application
    family: str
    days: int
    long: bool
    lacking: int | None
    begun: bool
    park: PreferredPark | None

    @property
    def name(self) -> str:
        """The name that was received; before that, what the applicant calls it."""
        return self.application.entry.name if self.application.entry else self.application.title


def desk(request: HttpRequest) -> Organisation:
    """The recommender that the person works for.

    Raises:
        Http404: none.
    """
    own = recommender_of(request.user) if may(request.user, Capability.RECOMMEND) else None
    if own is None:
        raise Http404
    return own


def listed_in(request: HttpRequest, key: str) -> QuerySet:
    """What stands under one tab of the desk; ``key`` is one of ``LISTS``."""
    return Application.objects.at_desk_of(request.user).filter(LISTS[key][1])

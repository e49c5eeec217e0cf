"""The work list of a recommender: what waits, what became of the rest, and the clock (REC-2, REC-3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from accounts.rules import is_recommender, recommender_of
from applications.filters import RecommenderFilter
from applications.models import Application, PreCheck
from applications.parks import Parks, Place, parks_of
from applications.prechecks import lacks, opinion_lacks
from applications.progress import CLOSE
from applications.states import Route, State
from journal import clock

PAGE_SIZE = 20
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
FAMILY = {
    State.AT_RECOMMENDER: "action",
    State.RETURNED: "waiting",
    State.DECLINED: "bad",
    State.NOT_ELIGIBLE: "bad",
    State.PROPOSED: "waiting",
    State.SELECTED: "good",
    State.KEPT: "good",
    State.WITHDRAWN: "neutral",
}


@dataclass(frozen=True)
class Row:
    """A line of the list: how long it has waited, how far the pre-check is, and its place among the parks.

    ``begun``: there is a pre-check, of this version or of one before.
    """

    application: Application
    family: str
    days: int
    long: bool
    lacking: int | None
    begun: bool
    place: Place | None

    @property
    def name(self) -> str:
        """The name that was received; before that, what the applicant calls it."""
        return self.application.entry.name if self.application.entry else self.application.title


def desk(request: HttpRequest) -> Organisation:
    """The recommender that the person works for.

    Raises:
        Http404: none.
    """
    own = recommender_of(request.user) if is_recommender(request.user) else None
    if own is None:
        raise Http404
    return own


def listed_in(request: HttpRequest, key: str) -> QuerySet:
    """What stands under one tab of the desk; ``key`` is one of ``LISTS``."""
    return Application.objects.visible_to(request.user).filter(LISTS[key][1])


@require_safe
def recommender_list(request: HttpRequest) -> HttpResponse:
    """What waits for the recommender, and what became of the rest; titles of what went elsewhere (REC-2)."""
    own, now = desk(request), clock.now()
    chosen = request.GET.get("tab", "pending")
    chosen = chosen if chosen in LISTS or (chosen == "district" and own.district) else "pending"
    parks, counts = parks_of(own, now), _counts(request)
    context = {"own": own, "parks": parks, "quota": parks.quota, "cycle": parks.quota.cycle}
    context |= {"chosen": chosen, "pressing": context["cycle"].cutoff - now <= CLOSE}
    if chosen == "district":
        listed = Application.objects.in_district_elsewhere(own).select_related("entry").light()
        page = Paginator(listed.order_by("-received_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": [], "filter": None}
        counts["district"] = page.paginator.count
    else:
        context |= _listed(request, chosen, counts[chosen], parks, now)
    context["tabs"] = _tabs(request, own, chosen, counts)
    return render(request, "applications/recommender_list.html", context)


def _listed(request: HttpRequest, chosen: str, count: int, parks: Parks, now: datetime) -> dict:
    """A page of a tab; ``count`` is known already, so nothing is counted twice."""
    listed = listed_in(request, chosen).select_related("organisation", "entry", "cycle")
    if chosen == "pending":
        before = PreCheck.objects.filter(
            revision__application=OuterRef("pk"), recommender=OuterRef("recommender")
        )
        listed = listed.select_related("current_revision__precheck").annotate(checked_before=Exists(before))
    found = RecommenderFilter(request.GET, queryset=listed)
    found.DEFAULT_SORT = LISTS[chosen][2]
    paginator = Paginator(found.rows, PAGE_SIZE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    rows = [_row(application, parks, now) for application in page]
    return {"page": page, "rows": rows, "filter": found}


def _row(application: Application, parks: Parks, now: datetime) -> Row:
    waited, pending = now - application.state_since, application.state == State.AT_RECOMMENDER
    return Row(
        application,
        FAMILY.get(application.state, "waiting"),
        waited.days,
        pending and waited >= LONG_WAIT,
        _lacking(application) if pending else None,
        pending and application.checked_before,
        parks.by_id.get(application.pk),
    )


def _lacking(application: Application) -> int | None:
    """How many sentences stand between it and a recommendation; None while nothing is filled in."""
    revision = application.current_revision
    revision.application = application
    precheck = getattr(revision, "precheck", None)
    return len(lacks(precheck, revision) + opinion_lacks(precheck, application)) if precheck else None


def _without_place(request: HttpRequest):
    """The filters of the address, without tab, page and order."""
    query = request.GET.copy()
    for name in ("tab", "page", "sort"):
        query.pop(name, None)
    return query


def _counts(request: HttpRequest) -> dict[str, int]:
    """How many stand under each tab, under the filters that are set."""
    everything = Application.objects.visible_to(request.user)
    found = RecommenderFilter(_without_place(request), queryset=everything).qs
    return found.aggregate(**{key: Count("pk", filter=where) for key, (_, where, _) in LISTS.items()})


def _tabs(request: HttpRequest, own: Organisation, chosen: str, counts: dict[str, int]) -> list[dict]:
    """The tabs with their counts; what went elsewhere is counted where it is shown."""
    query = _without_place(request)
    labels = {key: label for key, (label, _, _) in LISTS.items()}
    if own.district:
        labels["district"] = "本区其他申报"
    return [
        {
            "label": label,
            "url": f"?{_with_tab(query, key)}",
            "active": key == chosen,
            "badge": counts.get(key, ""),
        }
        for key, label in labels.items()
    ]


def _with_tab(query, key: str) -> str:
    query = query.copy()
    if key == "district":
        query.clear()
    query["tab"] = key
    return query.urlencode()

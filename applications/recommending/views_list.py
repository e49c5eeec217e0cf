"""The work list of a recommender: what waits, what became of the rest, and the clock (REC-2, REC-3)."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from applications.models import Application, PreCheck
from applications.recommending.desk import LISTS, LONG_WAIT, Row, desk, listed_in
from applications.recommending.filters import RecommenderFilter
from applications.recommending.parks.order import Parks, parks_of
from applications.recommending.precheck.lines import lacks, opinion_lacks
from applications.states import APPLICATION_LOOKS, State, Viewer
from applications.year.progress import CLOSE
from journal import clock

PAGE_SIZE = 20


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
    return render(request, "applications/recommending/list.html", context)


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
        APPLICATION_LOOKS.look(application.state, Viewer.RECOMMENDER).family,
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
    everything = Application.objects.at_desk_of(request.user)
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

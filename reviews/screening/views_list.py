"""The screening list: what the city received, filtered and sorted, and the views of it that a person keeps."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.models import Application, with_paper_copies
from applications.packets.status import in_trouble
from applications.states import APPLICATION_LOOKS, State, Viewer
from face.models import SavedView
from face.saved_views import actions as saved_views
from face.saved_views.forms import ViewNameForm
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import PAPER_COPIES
from reviews.models import ScreeningDraft
from reviews.screening.days import handled
from reviews.screening.filters import SCREENED_STATES, ScreeningFilter, kept_query

PAGE_SIZE = 50
SCREENING = "screening"  # the list that saved views belong to
DRAFT = "current_revision__screening_draft__by"
FROZEN = ("answers", "carbon", "norm_reasons", "confirmed_conditions", "attachments")
UNSEEN = (*(f"current_revision__{name}" for name in FROZEN), "current_revision__screening_draft__data")
IN_TROUBLE = 20  # packets in trouble that are named above the list


@require_safe
@only_for(Capability.SCREEN)
def screening_list(request: HttpRequest) -> HttpResponse:
    """The list as its URL says; a bare address leads to the person's start view, or to what waits for screening."""
    views = list(SavedView.objects.visible_to(request.user).of_list(SCREENING))
    if not request.GET:
        return redirect(f"{request.path}?{_start_query(views)}")
    received = Application.objects.of_city(request.user)
    filtered = ScreeningFilter(request.GET, queryset=with_paper_copies(received))
    counts = _counts(filtered, received)
    page = _page(request, filtered, counts)
    query, now = kept_query(request.GET), filtered.now
    spent, kept = handled(page, now), _unfinished(page)
    context = {
        "filter": filtered,
        "tabs": _tabs(request, counts),
        "page": page,
        "rows": [
            (each, _family(each), (now - each.state_since).days, spent[each.pk], kept.get(each.pk))
            for each in page
        ],
        "wanted": PAPER_COPIES,
        "packets_in_trouble": in_trouble(request.user)[: IN_TROUBLE + 1],
        "views": views,
        "query": query,
        "shown": next((view for view in views if view.query == query), None),
    }
    return render(request, "reviews/screening/list.html", context)


def _family(application: Application) -> str:
    return APPLICATION_LOOKS.look(application.state, Viewer.SCREENING).family


def _start_query(views: list[SavedView]) -> str:
    """The start view; without one what waits for screening, of the earliest year in which something waits.

    After a cutoff that is the year under evaluation, though the next one is already open (CUT-2, CUT-4).
    """
    start = next((view.query for view in views if view.start), None)
    if start is not None:
        return start
    waiting = Cycle.objects.filter(applications__state=State.RECEIVED).order_by("year").first()
    cycle = waiting or Cycle.objects.running()
    return urlencode({"state": State.RECEIVED} | ({"year": cycle.year} if cycle else {}))


def _counts(filtered: ScreeningFilter, received: QuerySet) -> dict[str, int]:
    """State → how many, under the other filters that are set: the tabs and the pages are counted by one query."""
    found = filtered.but_state(received).order_by()
    return dict(found.values_list("state").annotate(count=Count("pk")))


def _page(request: HttpRequest, filtered: ScreeningFilter, counts: dict[str, int]) -> Page:
    rows = (
        filtered.rows.light()
        .select_related("organisation", "cycle", "entry", "recommender", DRAFT)
        .defer(*UNSEEN)
    )
    paginator = Paginator(rows, PAGE_SIZE)
    state = request.GET.get("state", "")
    paginator.count = counts.get(state, 0) if state in dict(SCREENED_STATES) else sum(counts.values())
    return paginator.get_page(request.GET.get("page"))


def _unfinished(page: Page) -> dict[int, ScreeningDraft]:
    """By application: the sheet that somebody kept without an outcome; the page fetched it with its revision."""
    kept = ((each.pk, getattr(each.current_revision, "screening_draft", None)) for each in page)
    return {pk: draft for pk, draft in kept if draft}


def _tabs(request: HttpRequest, counts: dict[str, int]) -> list[dict]:
    chosen, query = request.GET.get("state", ""), request.GET.copy()
    query.pop("page", None)
    return [
        {
            "label": label,
            "url": f"?{_with_state(query, state)}",
            "active": state == chosen,
            "badge": counts.get(state, 0) if state else sum(counts.values()),
        }
        for state, label in [("", "全部"), *SCREENED_STATES]
    ]


def _with_state(query: QueryDict, state: str) -> str:
    query = query.copy()
    query["state"] = state
    return query.urlencode()


@only_for(Capability.SCREEN)
@require_POST
def saved_view_keep(request: HttpRequest) -> HttpResponse:
    """Keep the filters and the order that the list shows under a name."""
    query = kept_query(QueryDict(request.POST.get("query", "")))
    form = ViewNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["name"][0])
    else:
        try:
            view = saved_views.keep_view(
                SCREENING, actor=request.user, name=form.cleaned_data["name"], query=query
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"已保存视图「{view.name}」。")
    return redirect(f"{reverse('screening_list')}?{query}")


@only_for(Capability.SCREEN)
@require_POST
def saved_view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete an own view, or make it the start view; ``act`` says which."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user).of_list(SCREENING), pk=pk)
    try:
        messages.success(request, _changed(request, view))
    except Refused as refused:
        messages.error(request, str(refused))
    query = kept_query(QueryDict(request.POST.get("query", "")))
    return redirect(f"{reverse('screening_list')}?{query}")


def _changed(request: HttpRequest, view: SavedView) -> str:
    act = request.POST.get("act", "")
    if act == "delete":
        saved_views.delete_view(view, actor=request.user)
        return f"已删除视图「{view.name}」。"
    if act in ("start", "no_start"):
        saved_views.set_start(view, actor=request.user, start=act == "start")
        return f"以后打开形式审查先看「{view.name}」。" if act == "start" else "已恢复为先看待审查的申报。"
    form = ViewNameForm(request.POST)
    if not form.is_valid():
        raise Refused(form.errors["name"][0])
    saved_views.rename_view(view, actor=request.user, name=form.cleaned_data["name"])
    return f"视图已改名为「{view.name}」。"

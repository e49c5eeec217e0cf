"""Filters of the lists of an evaluation."""

from datetime import datetime, timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.forms import NumberInput
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.districts import District
from applications.lists import by_words, recommenders
from applications.models import Application, with_paper_copies
from applications.states import RECEIVED, Route, State
from face.lists import ListFilter, WordsFilter
from journal import clock
from programme.notice import PAPER_COPIES, Field, Sheet
from programme.years import years

SCREENED_STATES = [(state.value, state.label) for state in (*RECEIVED, State.WITHDRAWN)]
SOON = timedelta(days=3)


def kept_query(query: QueryDict) -> str:
    """The part of a query that the screening list knows, in one order: filters and sort, the page left out.

    Everything without any condition is said as ``state=``: an empty query means the start view.
    """
    known = [*ScreeningFilter.base_filters, "sort"]
    kept = QueryDict(mutable=True)
    for name in known:
        if value := query.get(name, "").strip():
            kept[name] = value
    return kept.urlencode() or "state="


class ScreeningFilter(ListFilter):
    """What the city received, by everything a clerk sorts work by. All of it stands in the URL."""

    SORTS = {
        "number": "number",
        "name": "entry__name",
        "organisation": "entry__organisation_name",
        "recommender": "recommender__name",
        "district": "entry__district",
        "received": "received_at",
        "since": "state_since",
        "copies": "copies",
    }
    DEFAULT_SORT = "-received"
    FIRST = ("q", "year", "sheet", "recommender", "days")  # the others are folded away

    q = WordsFilter(label="编号、名称、单位", method=by_words)
    year = django_filters.ChoiceFilter(label="年度", field_name="cycle__year", choices=[], empty_label="全部")
    sheet = django_filters.ChoiceFilter(label="类型", choices=Sheet.choices, empty_label="全部")
    recommender = django_filters.ChoiceFilter(label="推荐单位", choices=[], empty_label="全部")
    days = django_filters.NumberFilter(
        label="本状态超过（天）", method="by_days", min_value=0, widget=NumberInput(attrs={"step": 1})
    )
    route = django_filters.ChoiceFilter(label="申报途径", choices=Route.choices, empty_label="全部")
    field = django_filters.ChoiceFilter(
        label="领域", field_name="entry__field", choices=Field.choices, empty_label="全部"
    )
    district = django_filters.ChoiceFilter(
        label="所在区", field_name="entry__district", choices=District.choices, empty_label="全部"
    )
    paper = django_filters.ChoiceFilter(
        label="纸质材料",
        method="by_paper",
        choices=[
            ("missing", f"不足 {PAPER_COPIES} 份"),
            ("none", "一份未收"),
            ("complete", "已收齐"),
        ],
        empty_label="全部",
    )
    norm = django_filters.ChoiceFilter(
        label="原则性要求",
        method="by_norm",
        choices=[("outside", "超出并已说明理由")],
        empty_label="全部",
    )
    correction = django_filters.ChoiceFilter(
        label="补正期限",
        method="by_correction",
        choices=[("overdue", "已逾期"), ("soon", f"{SOON.days} 天内到期")],
        empty_label="全部",
    )
    state = django_filters.ChoiceFilter(label="状态", choices=SCREENED_STATES, empty_label="全部")

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked for once: choices that are a function are asked for by the check and again by the page.
        self.filters["year"].extra["choices"] = years()
        self.filters["recommender"].extra["choices"] = recommenders()

    @cached_property
    def now(self) -> datetime:
        """The instant that waiting and deadlines are judged by, read once for rows and counts."""
        return clock.now()

    @property
    def chosen(self) -> dict[str, str]:
        """State and order as the URL says them: kept when the form is sent."""
        return {name: self.data.get(name, "") for name in ("state", "sort")}

    @property
    def first(self) -> list:
        """The fields that are always shown."""
        return [self.form[name] for name in self.FIRST]

    @property
    def more(self) -> list:
        """The fields behind 「更多条件」; the state is chosen by tabs."""
        return [bound for bound in self.form if bound.name not in (*self.FIRST, "state")]

    @property
    def more_used(self) -> bool:
        """Whether one of those is set, so that they are shown open."""
        return any(self.data.get(bound.name) for bound in self.more)

    @property
    def used(self) -> bool:
        """Whether anything but the state is filtered."""
        return any(self.data.get(bound.name) for bound in self.form if bound.name != "state")

    def but_state(self, queryset: QuerySet) -> QuerySet:
        """A queryset under all the filters but the state, judged by the same form."""
        self.form.is_valid()
        used = {name: value for name, value in self.form.cleaned_data.items() if name != "state"}
        for name, value in used.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def by_days(self, queryset: QuerySet, name: str, value) -> QuerySet:
        """Those that have stood where they are for longer than so many days; a correction that returns counts anew."""
        return queryset.filter(state_since__lt=self.now - timedelta(days=min(int(value), 36_500)))

    def by_paper(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the copies of the current revision that the centre has (MAT-W)."""
        wanted = {
            "missing": Q(copies__lt=PAPER_COPIES),
            "none": Q(copies=0),
            "complete": Q(copies__gte=PAPER_COPIES),
        }
        return with_paper_copies(queryset).filter(wanted[value])

    def by_norm(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose current revision gives a reason for lying outside an "in principle" rule."""
        return queryset.exclude(current_revision__norm_reasons={})

    def by_correction(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Corrections whose deadline has passed, or passes soon (CUT-5)."""
        now, due = self.now, queryset.filter(state=State.CORRECTION)
        if value == "overdue":
            return due.filter(Q(correction_due__lte=now) | Q(correction_lapsed_at__isnull=False))
        return due.filter(correction_due__gt=now, correction_due__lte=now + SOON)

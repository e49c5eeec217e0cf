"""Filter of the list of visits."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from face.lists import ListFilter, WordsFilter
from journal import clock
from programme.notice import Sheet
from programme.years import years
from reviews.models import SiteVisit, VisitCase
from reviews.states import CaseState, VisitState, VisitStatus


def _open_cases() -> Exists:
    return Exists(VisitCase.objects.filter(visit=OuterRef("pk"), state=CaseState.OPEN))


class VisitFilter(ListFilter):
    """Visits by year, form, status, visitor and words."""

    SORTS = {"time": "starts_at", "place": "place"}
    DEFAULT_SORT = "-time"

    q = WordsFilter(label="编号、名称、地点", method="by_words")
    year = django_filters.ChoiceFilter(label="年度", choices=years, method="by_year", empty_label="全部")
    sheet = django_filters.ChoiceFilter(
        label="类型", choices=Sheet.choices, method="by_sheet", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=VisitStatus.choices, method="by_library_state", empty_label="全部"
    )
    visitor = django_filters.ModelChoiceFilter(
        label="参加人员", queryset=User.objects.none(), field_name="visitors", empty_label="全部"
    )

    class Meta:
        model = SiteVisit
        fields: list[str] = []

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if may(user, Capability.VISIT):
            self.filters["visitor"].field.queryset = User.objects.filter(site_visits__isnull=False).distinct()
        else:
            del self.filters["visitor"]

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits whose place or one of whose applications holds the words."""
        cases = VisitCase.objects.filter(visit=OuterRef("pk")).filter(
            Q(application__number__icontains=value) | Q(application__entry__name__icontains=value)
        )
        return queryset.filter(Q(place__icontains=value) | Exists(cases))

    def by_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits to an application of the year."""
        return self._with(queryset, application__cycle__year=value)

    def by_sheet(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits to an application on the form."""
        return self._with(queryset, application__sheet=value)

    def _with(self, queryset: QuerySet, **wanted) -> QuerySet:
        return queryset.filter(Exists(VisitCase.objects.filter(visit=OuterRef("pk"), **wanted)))

    def by_library_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits that stand so."""
        if value == "cancelled":
            return queryset.filter(state=VisitState.CANCELLED)
        planned = queryset.filter(state=VisitState.PLANNED)
        if value == "done":
            return planned.exclude(_open_cases())
        waiting = planned.filter(_open_cases())
        now = clock.now()
        return waiting.filter(starts_at__gt=now) if value == "coming" else waiting.filter(starts_at__lte=now)

"""Filters over who asked for green finance."""

import django_filters
from django.db.models import Q

from face.lists import ListFilter, WordsFilter
from programme.models import LibraryEntry
from programme.notice import PilotType
from programme.states import LibraryState
from programme.years import years


class FinanceFilter(ListFilter):
    """Who asked to be referred to financial institutions, by year, type, state and words (AWD-1)."""

    SORTS = {"number": "number", "organisation": "organisation_name", "investment": "investment_wan"}
    DEFAULT_SORT = "-number"

    q = WordsFilter(label="编号、名称、单位", method="by_words")
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    pilot_type = django_filters.ChoiceFilter(label="类型", choices=PilotType.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=LibraryState.choices, empty_label="全部")

    class Meta:
        model = LibraryEntry
        fields: list[str] = []

    def by_words(self, queryset, name: str, value: str):
        """Entries whose number, name or organisation holds the words."""
        return queryset.filter(
            Q(number__icontains=value) | Q(name__icontains=value) | Q(organisation_name__icontains=value)
        )

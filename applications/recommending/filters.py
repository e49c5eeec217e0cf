"""Filter of a recommender's work list."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from applications.lists import _of
from applications.models import Application
from face.lists import ListFilter, WordsFilter, holding
from programme.notice import Sheet


class RecommenderFilter(ListFilter):
    """The work list of a recommender: also what has no number yet, by the names that the applicant gave."""

    SORTS = {
        "since": "state_since",
        "number": "number",
        "organisation": "organisation__name",
        "sheet": "sheet",
    }
    DEFAULT_SORT = "since"

    tab = django_filters.CharFilter(widget=forms.HiddenInput, method="any_tab")
    q = WordsFilter(label="编号、名称、单位", method="by_names")
    sheet = django_filters.ChoiceFilter(label="类型", choices=Sheet.choices, empty_label="全部")

    class Meta:
        model = Application
        fields: list[str] = []

    def any_tab(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The tab is kept in the address; it is the view that heeds it."""
        return queryset

    def by_names(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Applications whose number, project, applicant or organisation holds the words."""
        return queryset.filter(
            holding("number", value)
            | holding("entry__name", value)
            | _of(value)
            | Q(current_revision__answers__project_name__icontains=value)
            | Q(current_revision__answers__applicant_name__icontains=value)
        )

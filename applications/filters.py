"""Filters of lists of applications."""

import django_filters
from django.db.models import Q, QuerySet

from applications.models import Application
from pilots.filters import ListFilter, years


def by_words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Received applications whose number, name or organisation holds the words."""
    return queryset.filter(
        Q(number__icontains=value)
        | Q(entry__name__icontains=value)
        | Q(entry__organisation_name__icontains=value)
        | Q(organisation__name__icontains=value)
    )


class PaperFilter(ListFilter):
    """Applications whose paper is not complete."""

    SORTS = {"number": "number", "received": "received_at", "copies": "copies"}
    DEFAULT_SORT = "received"

    q = django_filters.CharFilter(label="编号、名称、单位", method=by_words)
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )

    class Meta:
        model = Application
        fields: list[str] = []

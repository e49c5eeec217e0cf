"""Filters of lists of applications."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Organisation
from applications.models import Application
from journal import clock
from pilots.filters import ListFilter, WordsFilter, holding, years
from pilots.programme import Sheet


def by_words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Received applications whose number, name or organisation holds the words.

    The organisations are a query of their own: there are fewer of them than applications.
    """
    return queryset.filter(
        holding("number", value)
        | holding("entry__name", value)
        | holding("entry__organisation_name", value)
        | _of(value)
    )


def _of(words: str) -> Q:
    """Applications of organisations whose name holds the words."""
    return Q(organisation__in=Organisation.objects.filter(holding("name", words)).values("pk"))


def recommenders() -> list[tuple[int, str]]:
    """Whom applications may come from (programme §1 推荐单位), as choices."""
    kinds = (Organisation.Kind.BUREAU, Organisation.Kind.AUTHORITY)
    found = Organisation.objects.filter(kind__in=kinds).order_by("kind", "pk")
    return list(found.values_list("pk", "name"))


class PaperFilter(ListFilter):
    """Applications whose paper is not complete."""

    SORTS = {
        "number": "number",
        "received": "received_at",
        "copies": "copies",
        "reminded": "reminded_at",
    }
    DEFAULT_SORT = "received"

    q = WordsFilter(label="编号、名称、单位", method=by_words)
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    sheet = django_filters.ChoiceFilter(label="类型", choices=Sheet.choices, empty_label="全部")
    recommender = django_filters.ChoiceFilter(label="推荐单位", choices=recommenders, empty_label="全部")
    days = django_filters.NumberFilter(
        label="接收已超过（天）", method="by_days", min_value=0, widget=forms.NumberInput(attrs={"step": 1})
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def by_days(self, queryset: QuerySet, name: str, value) -> QuerySet:
        """Those that the city received longer ago than so many days."""
        return queryset.filter(received_at__lt=clock.now() - timedelta(days=min(int(value), 36_500)))


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

"""Filter of the paper desk."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import QuerySet

from applications.lists import by_words, recommenders
from applications.models import Application
from face.lists import ListFilter, WordsFilter
from journal import clock
from programme.notice import Sheet
from programme.years import years


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

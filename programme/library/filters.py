"""Filters of the lists that staff work in all day; all of their state stands in the URL."""

import django_filters
from django.db.models import QuerySet

from accounts.districts import DISTRICTS_OF, District, FunctionalArea
from face.lists import ListFilter, WordsFilter, holding
from programme.models import LibraryEntry
from programme.notice import Field, PilotType
from programme.states import LibraryState
from programme.years import years


class LibraryFilter(ListFilter):
    """The library by type, field, place, state, grade, year and words (LIB-1)."""

    SORTS = {
        "number": "number",
        "name": "name",
        "organisation": "organisation_name",
        "investment": "investment_wan",
        "received": "received_at",
        "grade": "grade",
    }
    DEFAULT_SORT = "-number"

    q = WordsFilter(label="编号、名称、单位", method="by_words")
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    pilot_type = django_filters.ChoiceFilter(label="类型", choices=PilotType.choices, empty_label="全部")
    field = django_filters.ChoiceFilter(label="领域", choices=Field.choices, empty_label="全部")
    district = django_filters.ChoiceFilter(label="所在区", choices=District.choices, empty_label="全部")
    area = django_filters.ChoiceFilter(
        label="功能区", choices=FunctionalArea.choices, method="by_area", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=LibraryState.choices, empty_label="全部")
    grade = django_filters.ChoiceFilter(
        label="分级",
        choices=[*LibraryEntry.Grade.choices, ("none", "未分级")],
        method="by_grade",
        empty_label="全部",
    )

    class Meta:
        model = LibraryEntry
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Entries whose number, name or organisation holds the words."""
        return queryset.filter(
            holding("number", value) | holding("name", value) | holding("organisation_name", value)
        )

    def by_area(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Entries in a functional area (programme §4)."""
        return queryset.filter(district__in=DISTRICTS_OF[FunctionalArea(value)])

    def by_grade(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Entries of a grade, or those not graded yet."""
        return queryset.filter(grade="" if value == "none" else value)

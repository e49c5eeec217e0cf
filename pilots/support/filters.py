"""Filters over measures of support, and over who asked for green finance."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q

from face.lists import ListFilter, StrictFilter, WordsFilter, holding
from pilots.models import SupportMeasure
from programme.models import LibraryEntry
from programme.notice import PilotType, Support
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


def _authorities() -> list[tuple[str, str]]:
    """Who gave something, as it was entered."""
    names = SupportMeasure.objects.standing().exclude(authority="").order_by("authority")
    return [(name, name) for name in names.values_list("authority", flat=True).distinct()]


class MeasureFilter(ListFilter):
    """Measures of support by year, type, kind, words, and whether a pilot or a kept entry got them (AWD-1, Notice §四)."""

    PILOT, KEPT = "pilot", "kept"
    SORTS = {"day": "granted_on", "number": "entry__number", "amount": "amount_wan"}
    DEFAULT_SORT = "-day"

    q = WordsFilter(label="编号、名称、单位、文件", method="by_words")
    year = django_filters.ChoiceFilter(
        label="年度", field_name="entry__cycle__year", choices=years, empty_label="全部"
    )
    pilot_type = django_filters.ChoiceFilter(
        label="类型", field_name="entry__pilot_type", choices=PilotType.choices, empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(label="措施", choices=Support.choices, empty_label="全部")
    of = django_filters.ChoiceFilter(
        label="对象",
        method="by_kind_of_entry",
        choices=[(PILOT, "试点"), (KEPT, "纳入项目库的项目")],
        empty_label="全部",
    )
    authority = django_filters.ChoiceFilter(label="给予支持的部门", choices=_authorities, empty_label="全部")

    class Meta:
        model = SupportMeasure
        fields: list[str] = []

    def by_words(self, queryset, name: str, value: str):
        """Measures whose document, or whose entry's number, name or organisation, holds the words."""
        columns = ("entry__number", "entry__name", "entry__organisation_name", "document", "file_name")
        return queryset.filter(reduce(or_, (holding(column, value) for column in columns)))

    def by_kind_of_entry(self, queryset, name: str, value: str):
        """Measures of pilots, or of what was kept in the library."""
        return queryset.filter(pilot__isnull=value == self.KEPT)


class HandOverFilter(StrictFilter):
    """Entries of the library by year and type, for lists that go to another office (AWD-1)."""

    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    pilot_type = django_filters.ChoiceFilter(label="类型", choices=PilotType.choices, empty_label="全部")

    class Meta:
        model = LibraryEntry
        fields: list[str] = []

    @property
    def words(self) -> str:
        """By what it narrows, in words."""
        if not self.form.is_valid():
            return "筛选条件有误，没有列出任何项目"
        year, kind = self.form.cleaned_data.get("year"), self.form.cleaned_data.get("pilot_type")
        return f"{f'{year} 年度' if year else '全部年度'}，{PilotType(kind).label if kind else '全部类型'}"

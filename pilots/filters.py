"""Filters of the lists that staff work in all day; all of their state stands in the URL."""

import django_filters
from django.db.models import Q, QuerySet

from accounts.districts import DISTRICTS_OF, District, FunctionalArea
from pilots.models import Cycle, LibraryEntry
from pilots.programme import Field, PilotType
from pilots.states import Standing

MOST_WORDS = 100  # characters


def years() -> list[tuple[str, str]]:
    """The years that have a cycle, newest first, as choices."""
    return [(str(year), f"{year} 年度") for year in Cycle.objects.values_list("year", flat=True)]


def holding(column: str, words: str) -> Q:
    """Rows whose text column holds the words, in whatever case.

    Words without letters of two cases need no column turned to one of them, which costs more than the search.
    """
    cased = words.upper() != words.lower()
    return Q(**{f"{column}__{'icontains' if cased else 'contains'}": words})


class WordsFilter(django_filters.CharFilter):
    """Words that a list is searched by: so few that the address of the page never grows too long for a server."""

    def __init__(self, **kwargs):
        too_long = f"请用不超过 {MOST_WORDS} 个字符查找。"
        super().__init__(max_length=MOST_WORDS, error_messages={"max_length": too_long}, **kwargs)


class StrictFilter(django_filters.FilterSet):
    """A filter that shows nothing beside its errors: rows would look like the answer to what was asked."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow the rows by every condition, or to none when one cannot be read."""
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)


class ListFilter(StrictFilter):
    """A filtered list that is sorted by ``?sort=key`` or ``-key``.

    Attributes:
        SORTS: key → field to order by. DEFAULT_SORT: one of the keys, maybe with a minus.
    """

    SORTS: dict[str, str] = {}
    DEFAULT_SORT = ""

    @property
    def rows(self) -> QuerySet:
        """The filtered rows in the order asked for; equal ones in a steady order."""
        wanted = self.data.get("sort", "") if self.data else ""
        key = wanted if wanted.removeprefix("-") in self.SORTS else self.DEFAULT_SORT
        field = self.SORTS[key.removeprefix("-")]
        return self.qs.order_by(f"-{field}" if key.startswith("-") else field, "pk")


class LibraryFilter(ListFilter):
    """The library by type, field, place, standing, grade, year and words (LIB-1)."""

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
    standing = django_filters.ChoiceFilter(label="状态", choices=Standing.choices, empty_label="全部")
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

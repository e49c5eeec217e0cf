"""Filters of lists: by words and by choices, with nothing shown beside a faulty one."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

MOST_WORDS = 100  # characters


def holding(column: str, words: str) -> Q:
    """Rows whose text column holds the words, in whatever case.

    Words without letters of two cases need no column turned to one of them, which costs more than the search.
    """
    cased = words.upper() != words.lower()
    return Q(**{f"{column}__{'icontains' if cased else 'contains'}": words})


class WordsFilter(django_filters.CharFilter):
    """Words that a list is searched by: so few that the address of the page never grows too long for a server."""

    def __init__(self, **kwargs: Any) -> None:
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

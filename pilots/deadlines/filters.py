"""Filters over what is due: by pilot, by kind, by how soon."""

from collections.abc import Iterable
from datetime import date, timedelta

import django_filters
from django.db.models import Q, QuerySet

from face.lists import StrictFilter, WordsFilter, holding
from pilots.deadlines.rows import Deadline, DeadlineKind
from pilots.models import Pilot
from programme.notice import PilotType
from programme.years import years

OVER, SOON, SOON_DAYS = "over", "soon", 30


class DeadlineFilter(StrictFilter):
    """Pilots by words, year and type; what is due of them by kind and day (``narrowed``)."""

    q = WordsFilter(label="编号、名称、单位", method="by_words")
    year = django_filters.ChoiceFilter(
        label="年度", field_name="entry__cycle__year", choices=years, empty_label="全部"
    )
    type = django_filters.ChoiceFilter(
        label="试点类型", field_name="entry__pilot_type", choices=PilotType.choices, empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(
        label="事项", choices=DeadlineKind.choices, empty_label="全部", method="later"
    )
    when = django_filters.ChoiceFilter(
        label="期限",
        choices=[(OVER, "已逾期"), (SOON, f"{SOON_DAYS} 天以内")],
        empty_label="全部",
        method="later",
    )

    class Meta:
        model = Pilot
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Pilots whose number, name or organisation holds the words."""
        columns = "entry__number", "entry__name", "entry__organisation_name"
        conditions = Q()
        for column in columns:
            conditions |= holding(column, value)
        return queryset.filter(conditions)

    def later(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What is due is narrowed when it is there."""
        return queryset

    def narrowed(self, rows: Iterable[Deadline], today: date) -> list[Deadline]:
        """Rows of the chosen kind that are over, or due soon and not over."""
        chosen = getattr(self.form, "cleaned_data", {})
        kind, when, soon = chosen.get("kind"), chosen.get("when"), today + timedelta(days=SOON_DAYS)
        return [
            row
            for row in rows
            if (not kind or row.kind == kind)
            and (when != OVER or row.is_over(today))
            and (when != SOON or (row.day is not None and today <= row.day <= soon))
        ]

"""Filters of what the auditor reads; all of their state stands in the URL."""

from datetime import date

import django_filters
from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import User
from face.fields import DayInput
from face.lists import StrictFilter, WordsFilter, holding
from journal.models import AccessEntry, Audience, Record
from journal.models.access import bounds


def _day(label: str, method: str) -> django_filters.DateFilter:
    unreadable = "请填写日期，如 2026-07-15。"
    return django_filters.DateFilter(
        label=label, method=method, widget=DayInput, error_messages={"invalid": unreadable}
    )


class PeriodFilter(StrictFilter):
    """Rows with an instant ``at``, from one day to another, both included."""

    since = _day("起始日期", "from_day")
    until = _day("截止日期", "to_day")

    def from_day(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Rows of this day and after."""
        return queryset.filter(at__gte=bounds(value)[0])

    def to_day(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Rows of this day and before."""
        return queryset.filter(at__lt=bounds(value)[1])


class AccessFilter(PeriodFilter):
    """The access log by person, kind, object, address and period."""

    person = WordsFilter(label="人员（姓名、邮箱）", method="by_person")
    kind = django_filters.ChoiceFilter(label="类别", choices=AccessEntry.Kind.choices, empty_label="全部")
    object = WordsFilter(label="页面、对象、请求编号", method="by_object")
    address = WordsFilter(label="网络地址", field_name="address", lookup_expr="startswith")

    class Meta:
        model = AccessEntry
        fields: list[str] = []

    def by_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Lines of people whose name or e-mail holds the words."""
        people = User.objects.filter(holding("name", value) | holding("email", value))
        return queryset.filter(person_id__in=people.values("pk"))

    def by_object(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Lines about a page, an object or one request."""
        return queryset.filter(holding("route", value) | holding("object_key", value) | Q(request_id=value))


def _kinds() -> list[tuple[str, str]]:
    """Kinds of objects that the journal speaks of, by their names."""
    kinds = Record.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
    return [(kind, name_of_kind(kind)) for kind in kinds]


def name_of_kind(kind: str) -> str:
    """What a kind of object is called."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


class JournalFilter(PeriodFilter):
    """The whole journal by person, object, verb, audience and period."""

    person = WordsFilter(label="办理人", method="by_person")
    kind = django_filters.ChoiceFilter(
        label="对象", field_name="object_type", choices=_kinds, empty_label="全部"
    )
    number = django_filters.NumberFilter(
        label="对象编号", field_name="object_id", error_messages={"invalid": "对象编号是一个整数。"}
    )
    verb = WordsFilter(label="事项", method="by_verb")
    audience = django_filters.ChoiceFilter(label="可见范围", choices=Audience.choices, empty_label="全部")

    class Meta:
        model = Record
        fields: list[str] = []

    def by_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """What people of this name did."""
        return queryset.filter(holding("actor_name", value))

    def by_verb(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Acts by their name, in Chinese or as the code calls them."""
        return queryset.filter(holding("label", value) | Q(verb=value))

"""Filters over selected pilots, for the public list and the desk of staff."""

import django_filters
from django.db import models
from django.db.models import QuerySet

from accounts.districts import District
from face.lists import StrictFilter
from pilots.models import Pilot
from pilots.states import ENDED, PilotState
from programme.notice import PilotType


def _years() -> list[tuple[int, str]]:
    """Years that have a pilot, newest first."""
    years = Pilot.objects.order_by("-entry__cycle__year").values_list("entry__cycle__year", flat=True)
    return [(year, f"{year} 年度") for year in years.distinct()]


class Standing(models.TextChoices):
    """How the public list tells pilots apart; whoever lost a title stands among those that were withdrawn."""

    CREATING = "creating", "创建中"
    TITLED = "titled", "已授予称号"
    COMPLETED = "completed", "已完成，未授予称号"
    WITHDRAWN = "withdrawn", "已取消试点资格或撤销称号"


def standing(pilots: QuerySet[Pilot], value: str) -> QuerySet[Pilot]:
    """The pilots that stand so."""
    titled = Pilot.objects.titled().values("pk")
    if value == Standing.TITLED:
        return pilots.filter(pk__in=titled)
    if value in (Standing.COMPLETED, Standing.WITHDRAWN):
        return pilots.filter(state=value)
    return pilots.exclude(state__in=ENDED).exclude(pk__in=titled)


class AwardedFilter(StrictFilter):
    """What the public may narrow the list of pilots by."""

    year = django_filters.ChoiceFilter(
        field_name="entry__cycle__year", label="年度", empty_label="全部年度", choices=_years
    )
    type = django_filters.ChoiceFilter(
        field_name="entry__pilot_type", label="试点类型", empty_label="全部类型", choices=PilotType.choices
    )
    district = django_filters.ChoiceFilter(
        field_name="entry__district", label="所在区", empty_label="全部", choices=District.choices
    )
    standing = django_filters.ChoiceFilter(
        label="状态", empty_label="全部状态", choices=Standing.choices, method="by_standing"
    )

    class Meta:
        model = Pilot
        fields: list[str] = []

    def by_standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Pilots that stand so in public."""
        return standing(queryset, value)


class PilotFilter(AwardedFilter):
    """The desk of staff and of organisations narrows by where exactly a pilot stands."""

    standing = None
    state = django_filters.ChoiceFilter(label="状态", empty_label="全部状态", choices=PilotState.choices)

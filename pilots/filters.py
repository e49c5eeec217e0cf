"""Filters over selected pilots, for the public list and the desk of staff."""

import django_filters

from accounts.districts import District
from face.lists import StrictFilter
from pilots.models import Pilot
from pilots.states import PilotState
from programme.notice import PilotType


def _years() -> list[tuple[int, str]]:
    """Years that have a pilot, newest first."""
    years = Pilot.objects.order_by("-entry__cycle__year").values_list("entry__cycle__year", flat=True)
    return [(year, f"{year} 年度") for year in years.distinct()]


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

    class Meta:
        model = Pilot
        fields: list[str] = []


class PilotFilter(AwardedFilter):
    """The desk of staff also narrows by where a pilot stands."""

    state = django_filters.ChoiceFilter(label="状态", empty_label="全部状态", choices=PilotState.choices)

"""Filters of the lists of an evaluation."""

import django_filters

from accounts.districts import District
from applications.filters import by_words
from applications.models import Application
from applications.states import RECEIVED, State
from pilots.filters import ListFilter, years
from pilots.programme import Field, Sheet

SCREENED_STATES = [(state.value, state.label) for state in (*RECEIVED, State.WITHDRAWN)]


class ScreeningFilter(ListFilter):
    """What the city received, by year, form, field, place, state and words."""

    SORTS = {
        "number": "number",
        "name": "entry__name",
        "organisation": "organisation__name",
        "received": "received_at",
        "since": "state_since",
        "copies": "copies",
    }
    DEFAULT_SORT = "-received"

    q = django_filters.CharFilter(label="编号、名称、单位", method=by_words)
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    sheet = django_filters.ChoiceFilter(label="类型", choices=Sheet.choices, empty_label="全部")
    field = django_filters.ChoiceFilter(label="领域", choices=Field.choices, empty_label="全部")
    district = django_filters.ChoiceFilter(label="所在区", choices=District.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=SCREENED_STATES, empty_label="全部")

    class Meta:
        model = Application
        fields: list[str] = []

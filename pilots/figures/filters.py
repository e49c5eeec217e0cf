"""Which pilots the figures are of."""

import django_filters

from accounts.districts import District
from face.lists import ListFilter
from pilots.figures.reductions import TYPES
from pilots.models import Pilot
from programme.notice import Field, PilotType
from programme.years import years


class FiguresFilter(ListFilter):
    """Pilots by year of their selection, type, field and district."""

    SORTS = {
        "number": "entry__number",
        "promised": "promised",
        "targeted": "targeted",
        "reported": "reported",
        "audited": "audited",
    }
    DEFAULT_SORT = "-number"

    cycle = django_filters.ChoiceFilter(
        label="入选年度", field_name="entry__cycle__year", choices=years, empty_label="全部"
    )
    type = django_filters.ChoiceFilter(
        label="类型",
        field_name="entry__pilot_type",
        choices=[(kind.value, PilotType(kind).label) for kind in TYPES],
        empty_label="全部",
    )
    field = django_filters.ChoiceFilter(
        label="领域", field_name="entry__field", choices=Field.choices, empty_label="全部"
    )
    district = django_filters.ChoiceFilter(
        label="所在区", field_name="entry__district", choices=District.choices, empty_label="全部"
    )

    class Meta:
        model = Pilot
        fields: list[str] = []

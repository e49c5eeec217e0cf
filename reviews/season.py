"""Which year, type and field pages of an evaluation are about."""

from collections.abc import Sequence

from django import forms
from django.db.models import Exists, OuterRef

from programme.models import Cycle
from programme.notice import Field, PilotType, Sheet, programme_of
from reviews.models import Panel


def fields_of_type(pilot_type: str) -> list[Field]:
    """Fields that applications of a type are about."""
    return list(programme_of(pilot_type).fields)


def grouped_fields() -> list[tuple]:
    """All fields, under the name of their type."""
    return [
        (kind.label, [(field.value, field.label) for field in fields_of_type(kind)]) for kind in PilotType
    ]


class PanelChoiceForm(forms.Form):
    """Which cycle the list of panels shows."""

    cycle = forms.ModelChoiceField(
        label="年度",
        required=False,
        queryset=Cycle.objects.all(),
        to_field_name="year",
        empty_label="全部年度",
    )

    def __init__(self, *args, empty_label: str | None = "全部年度", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].empty_label = empty_label


def sheets_of(pilot_type: str) -> list[Sheet]:
    """The official forms by which one applies for a type."""
    return list(programme_of(pilot_type).sheets)


def listed_cycles() -> list[Cycle]:
    """All cycles, newest first, each with ``in_review``: whether it has a panel."""
    return list(Cycle.objects.annotate(in_review=Exists(Panel.objects.filter(cycle=OuterRef("pk")))))


def likeliest(cycles: Sequence[Cycle]) -> Cycle | None:
    """Of ``listed_cycles`` the one that staff most likely mean: the newest with a panel, else the running one."""
    running = (cycle for cycle in reversed(cycles) if cycle.closed_at is None)
    return next((cycle for cycle in cycles if cycle.in_review), None) or next(running, None)


def cycle_in_review() -> Cycle | None:
    """The cycle that staff most likely mean, if any."""
    return likeliest(listed_cycles())

"""Which ranking is shown (REV-3)."""

from collections.abc import Sequence

from django import forms

from pilots.models import Cycle
from pilots.programme import PilotType
from reviews.forms_panels import grouped_fields


class RankingForm(forms.Form):
    """Which ranking is shown; everything in the URL."""

    cycle = forms.TypedChoiceField(label="年度", empty_value=None)
    type = forms.ChoiceField(label="试点类型", choices=PilotType.choices)
    field = forms.ChoiceField(
        label="领域", required=False, choices=lambda: [("", "全部领域"), *grouped_fields()]
    )

    def __init__(self, *args, cycles: Sequence[Cycle], **kwargs):
        """Take the cycles to choose from, newest first."""
        super().__init__(*args, **kwargs)
        known = {str(cycle.year): cycle for cycle in cycles}
        self.fields["cycle"].choices = [(year, str(cycle)) for year, cycle in known.items()]
        self.fields["cycle"].coerce = known.get

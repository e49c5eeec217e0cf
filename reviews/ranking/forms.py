"""Which ranking is shown (REV-3)."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from programme.models import Cycle
from programme.notice import PilotType
from reviews.models import Criterion
from reviews.season import grouped_fields


class RankingForm(forms.Form):
    """Which ranking is shown; everything in the URL."""

    cycle = forms.TypedChoiceField(label="年度", empty_value=None)
    type = forms.ChoiceField(label="试点类型", choices=PilotType.choices)
    field = forms.ChoiceField(
        label="领域", required=False, choices=lambda: [("", "全部领域"), *grouped_fields()]
    )

    def __init__(self, *args: Any, cycles: Sequence[Cycle], **kwargs: Any) -> None:
        """Take the cycles to choose from, newest first."""
        super().__init__(*args, **kwargs)
        known = {str(cycle.year): cycle for cycle in cycles}
        field = cast(forms.TypedChoiceField, self.fields["cycle"])
        field.choices = [(year, str(cycle)) for year, cycle in known.items()]
        field.coerce = known.get


class TrialForm(forms.Form):
    """A weight for each criterion, in the URL; together 100."""

    marks_optional = False

    def __init__(self, criteria: Sequence[Criterion], data: Mapping[str, str]) -> None:
        self.criteria = criteria
        names = [self._name(criterion) for criterion in criteria]
        self.asked = any(name in data for name in names)
        super().__init__(data if self.asked else None)
        for criterion in criteria:
            self.fields[self._name(criterion)] = forms.IntegerField(
                label=f"{criterion.name}（正式权重 {criterion.weight}）",
                min_value=0,
                max_value=100,
                initial=criterion.weight,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), "请填写 0 至 100 之间的整数。"
                ),
            )

    @staticmethod
    def _name(criterion: Criterion) -> str:
        return f"w{criterion.pk}"

    def clean(self) -> dict:
        """Weights that do not add up to 100 would not be totals of 100 points."""
        super().clean()
        data = self.cleaned_data
        if not self.errors and (found := sum(data.values())) != 100:
            raise forms.ValidationError(f"权重合计应为 100，现在是 {found}。")
        return data

    @property
    def query(self) -> str:
        """The weights of the trial as the end of an address."""
        return "".join(f"&w{pk}={weight}" for pk, weight in self.weights.items())

    @property
    def weights(self) -> dict[int, int]:
        """Criterion id → weight; empty when nothing is tried or what was asked cannot be."""
        if not self.asked or not self.is_valid():
            return {}
        return {criterion.pk: self.cleaned_data[self._name(criterion)] for criterion in self.criteria}

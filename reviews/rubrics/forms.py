"""The criteria of a rubric as rows of a form (REV-3)."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from reviews.models import Criterion

WHOLE = 100
SPARE_ROWS = 3
NUMBER_FAULTS = ("required", "invalid", "min_value", "max_value")
WHOLE_NUMBER = f"请填写 1 至 {WHOLE} 之间的整数。"
COLUMNS = ("name", "guidance", "weight", "scale")


class CriterionForm(forms.Form):
    """One criterion. An empty row is no criterion."""

    marks_optional = False

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label="指标",
        max_length=40,
        error_messages={"required": "请填写指标名称。", "max_length": "指标名称不超过 40 字。"},
    )
    guidance = forms.CharField(
        label="评分说明",
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写评分说明。", "max_length": "评分说明不超过 800 字。"},
    )
    weight = forms.IntegerField(
        label="权重", min_value=1, max_value=WHOLE, error_messages=dict.fromkeys(NUMBER_FAULTS, WHOLE_NUMBER)
    )
    scale = forms.IntegerField(
        label="满分",
        min_value=1,
        max_value=WHOLE,
        initial=10,
        error_messages=dict.fromkeys(NUMBER_FAULTS, WHOLE_NUMBER),
    )


class RubricFormSet(BaseFormSet):
    """All criteria of a rubric; their weights add up to 100."""

    def clean(self) -> None:
        """Hold the whole against the rule."""
        if any(self.errors):
            return
        rows = self.rows
        names = [row["name"] for row in rows]
        if len(set(names)) < len(names):
            raise ValidationError("指标名称不能重复。")
        weights = sum(row["weight"] for row in rows)
        if weights != WHOLE:
            raise ValidationError(f"权重合计应为 {WHOLE}，现在是 {weights}。")

    @property
    def rows(self) -> list[dict]:
        """The criteria that remain, in their order, as ``actions_rubric.save_rubric`` takes them."""
        return [form.cleaned_data for form in self.forms if self._counts(form)]

    def _counts(self, form: CriterionForm) -> bool:
        return bool(form.cleaned_data.get("name")) and not form.cleaned_data.get("DELETE")

    def add_fields(self, form: CriterionForm, index: int | None) -> None:
        """The box that takes a criterion away says so."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删除"

    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything that is wrong, for the summary."""
        found = [("", message) for message in self.non_form_errors()]
        for number, form in enumerate(self.forms, start=1):
            for name, messages in form.errors.items():
                found += [
                    (form[name].auto_id, f"第 {number} 行 {form[name].label}：{each}") for each in messages
                ]
        return found


def rubric_formset(criteria: list[Criterion], data: QueryDict | None) -> RubricFormSet:
    """The rows of a rubric and a few empty ones."""
    factory = formset_factory(
        CriterionForm, formset=RubricFormSet, extra=SPARE_ROWS, can_delete=True, max_num=30
    )
    initial = [
        {"pk": criterion.pk} | {name: getattr(criterion, name) for name in COLUMNS} for criterion in criteria
    ]
    return factory(data, initial=initial, prefix="criteria")

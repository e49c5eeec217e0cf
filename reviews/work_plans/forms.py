"""Forms of the work plan of zones in the final review (REV-4)."""

from datetime import date, datetime

from django import forms

from face.fields import DayInput, today
from programme.cutoff import day_end
from reviews.work_plans.actions import DEFAULT_REQUIREMENTS


class DueForm(forms.Form):
    """A day until whose end the plan is handed in."""

    due_day = forms.DateField(
        label="提交期限",
        widget=DayInput,
        help_text="当日 24:00 截止。",
        error_messages={"required": "请填写提交期限。", "invalid": "请填写日期，如 2026-09-30。"},
    )

    def clean_due_day(self) -> date:
        """The deadline lies ahead."""
        if self.cleaned_data["due_day"] < today():
            raise forms.ValidationError("提交期限不能早于今天。")
        return self.cleaned_data["due_day"]

    @property
    def due(self) -> datetime:
        """The exclusive deadline."""
        return day_end(self.cleaned_data["due_day"])


class FinalistsForm(DueForm):
    """Zones that are taken into the final review together, what they shall write and by when."""

    requirements = forms.CharField(
        label="编写要求",
        initial=DEFAULT_REQUIREMENTS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="随通知发给申报单位。",
        error_messages={"required": "请写明编写要求。"},
    )
    zones = forms.TypedMultipleChoiceField(
        label="进入最终评审的区域",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一个区域。",
            "invalid_choice": "所选区域已不能选择，请刷新页面。",
        },
    )

    def __init__(self, *args, zones: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = [
            (zone.pk, f"{zone.number} {zone.entry.name}（{zone.entry.organisation_name}）") for zone in zones
        ]
        self.order_fields(["zones", "due_day", "requirements"])


class ReturnForm(DueForm):
    """What the zone shall change in its plan, and by when."""

    remarks = forms.CharField(
        label="修改意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="申报单位会看到。",
        error_messages={"required": "请写明需要修改的内容。"},
    )
    field_order = ["remarks", "due_day"]

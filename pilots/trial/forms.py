"""What the organisation says of the start of its trial operation, and how the city puts its day right (A1 §三.3)."""

from datetime import date

from django import forms

from face.fields import DayInput, FilesField, today
from pilots.models import Pilot
from pilots.trial.days import why_not_that_day
from pilots.writing.files import MOST_FILES, ProofsForm

DAY_WORDS = {
    "required": "请填写试运行起始日期。",
    "invalid": "请填写日期，如 2026-09-30。",
}


class DayForm(forms.Form):
    """A day on which the trial operation of a pilot can have begun."""

    marks_optional = False

    day = forms.DateField(label="试运行起始日期", widget=DayInput, error_messages=DAY_WORDS)

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.pilot = pilot

    def clean_day(self) -> date:
        """Not ahead, and not before the plan was approved."""
        day = self.cleaned_data["day"]
        if why := why_not_that_day(day, self.pilot.implementing_from, today()):
            raise forms.ValidationError(why)
        return day


class TrialForm(ProofsForm, DayForm):
    """The start of trial operation."""

    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选填。如调试范围、运行工况。",
        error_messages={"max_length": "说明不超过 1000 字。"},
    )
    files = FilesField(
        label="证明材料",
        help_text=f"如竣工验收、调试记录、投运照片。PDF、Word、Excel 或图片，可以一次选择多个，最多 {MOST_FILES} 个。",
        error_messages={"required": "请选择试运行的证明材料。"},
    )


class CorrectionForm(DayForm):
    """Another day, and why."""

    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会告知试点单位。",
        error_messages={"required": "请写明更正理由。", "max_length": "更正理由不超过 500 字。"},
    )

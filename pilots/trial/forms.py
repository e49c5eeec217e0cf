"""What the organisation says of the start of its trial operation, and how the city puts its day right (A1 §三.3)."""

from datetime import date

from django import forms

from face.fields import DayInput, FilesField, today
from files.inspection import CheckedUpload, check_upload, shown_name
from files.refusals import FileRefused
from pilots.models import Pilot
from pilots.trial.days import why_not_that_day
from programme.notice import MATERIAL_FILE_TYPES

MOST_FILES = 20
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


class TrialForm(DayForm):
    """The start of trial operation; ``checked`` pairs each file with what is known of it."""

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
    checked: list[tuple]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ",".join(
            f".{extension}" for extension in MATERIAL_FILE_TYPES
        )
        self.checked = []

    def clean_files(self) -> list:
        """Open every file in the sandbox; none is kept when one is refused."""
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多 {MOST_FILES} 个文件，请合并后再选择。")
        refused = [sentence for file in files if (sentence := self._check(file))]
        if refused:
            raise forms.ValidationError(refused)
        return files

    def _check(self, file) -> str:
        try:
            checked: CheckedUpload = check_upload(file, MATERIAL_FILE_TYPES)
        except FileRefused as refusal:
            return f"「{shown_name(file)}」：{refusal}"
        self.checked.append((file, checked))
        return ""

    def clean(self) -> dict:
        """Files of a form with errors have to be chosen again: a page cannot put them back into its field."""
        data = super().clean()
        if self.errors and self.files:
            self.add_error("files", "刚才选择的文件没有保存，请重新选择。")
        return data


class CorrectionForm(DayForm):
    """Another day, and why."""

    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会告知试点单位。",
        error_messages={"required": "请写明更正理由。", "max_length": "更正理由不超过 500 字。"},
    )

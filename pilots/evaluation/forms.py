"""Small forms beside the page of an evaluation."""

from django import forms

from face.fields import FilesField
from pilots.evaluation.deciding.conditions import NOTE_LENGTH
from pilots.writing.files import MOST_FILES, ProofsForm

REASON_LENGTH = 1000


class ReasonForm(forms.Form):
    """Why an outcome is returned, or an evaluation begun or cancelled."""

    reason = forms.CharField(
        label="原因",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。", "max_length": f"原因不超过 {REASON_LENGTH} 字。"},
    )


class ConfirmForm(forms.Form):
    """The mark of the proposal that was read."""

    seen = forms.CharField(widget=forms.HiddenInput)


class MetForm(forms.Form):
    """That a condition is met."""

    note = forms.CharField(
        label="说明",
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": f"说明不超过 {NOTE_LENGTH} 字。"},
    )


class EvidenceForm(ProofsForm):
    """Photos and minutes of the site check."""

    marks_optional = False

    files = FilesField(
        label="文件",
        help_text="如现场照片、核查纪要。PDF、Word、Excel 或图片，"
        f"可以一次选择多个，最多 {MOST_FILES} 个。结论确认后试点单位可以查看。",
        error_messages={"required": "请先选择文件。"},
    )

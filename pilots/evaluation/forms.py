"""Small forms beside the page of an evaluation."""

from django import forms

from pilots.evaluation.deciding.conditions import NOTE_LENGTH

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

"""Forms of the title."""

from django import forms

LINES = 3


class ProposeForm(forms.Form):
    """A word about the title that is proposed; it may stay empty."""

    remarks = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": LINES}),
        help_text="供确认人核对，授予后记入办理记录，申报单位能看到。",
    )


class ReturnForm(forms.Form):
    """Why a proposed title is returned."""

    reason = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": LINES}),
        error_messages={"required": "请写明退回原因。"},
    )

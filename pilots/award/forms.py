"""The title of a pilot."""

from django import forms


class TitleForm(forms.Form):
    """Remarks with the title (AWD-1)."""

    remarks = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class UntitledForm(forms.Form):
    """Why a pilot ends without the title (ELI-R)."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="申报单位会看到。",
        error_messages={"required": "请写明理由。"},
    )

"""The title of a pilot."""

from django import forms


class TitleForm(forms.Form):
    """Remarks with the title (AWD-1)."""

    remarks = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

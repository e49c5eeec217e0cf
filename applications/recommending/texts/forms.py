"""Texts that a recommender keeps for opinions (REC-2)."""

from django import forms


class OpinionTextForm(forms.Form):
    """A text to use again in opinions (REC-2)."""

    name = forms.CharField(label="名称", max_length=30, help_text="便于同事辨认，例如“园区，基础较好”。")
    text = forms.CharField(
        label="内容", max_length=3000, strip=True, widget=forms.Textarea(attrs={"rows": 4})
    )

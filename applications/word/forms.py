"""The upload of a filled-in Word form."""

from django import forms


class WordForm(forms.Form):
    """A filled-in Word form."""

    file = forms.FileField(
        label="填写好的 Word 申报表（.docx）",
        allow_empty_file=True,
        max_length=None,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.doc,.wps"}),
        error_messages={"required": "请先选择填写好的 Word 文件"},
    )

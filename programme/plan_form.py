"""A plan as one uploaded file: zones write one for the review, pilots for the city's approval."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused

PLAN_FILE_TYPES = ("pdf", "docx")


class PlanForm(forms.Form):
    """A plan as a file; ``checked`` is what is known of it after validation (A1 §三.2, A3 §三.二)."""

    file = forms.FileField(label="方案文件", help_text="PDF 或 Word（.docx），一个文件。")
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如对评审意见的落实情况，或与上一版相比的修改之处。",
    )
    checked: CheckedUpload

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{each}" for each in PLAN_FILE_TYPES)

    def clean_file(self) -> UploadedFile:
        """Open the file in the sandbox and refuse what is not what it claims to be."""
        uploaded = self.cleaned_data["file"]
        try:
            self.checked = check_upload(uploaded, PLAN_FILE_TYPES)
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return uploaded

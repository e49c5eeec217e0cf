"""Forms of the life of a pilot: its plan, the review of the plan, the title."""

from django import forms
from django.core.exceptions import ValidationError

from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused
from pilots.models import Plan

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{each}" for each in PLAN_FILE_TYPES)

    def clean_file(self):
        """Open the file in the sandbox and refuse what is not what it claims to be."""
        uploaded = self.cleaned_data["file"]
        try:
            self.checked = check_upload(uploaded, PLAN_FILE_TYPES)
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return uploaded


class PlanReviewForm(forms.Form):
    """What staff find of the plan that waits; a return says why."""

    marks_optional = False
    OUTCOMES = [(Plan.Outcome.APPROVED, "同意，进入实施"), (Plan.Outcome.RETURNED, "退回修改")]

    outcome = forms.ChoiceField(label="审核结果", choices=OUTCOMES, widget=forms.RadioSelect)
    remarks = forms.CharField(
        label="审核意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="退回修改时必填，申报单位会看到。",
    )

    def clean(self) -> dict:
        """A plan is not returned without a word."""
        data = super().clean()
        if data.get("outcome") == Plan.Outcome.RETURNED and not data.get("remarks"):
            self.add_error("remarks", "退回修改时，请写明需要修改的内容。")
        return data


class TitleForm(forms.Form):
    """Remarks with the title (AWD-1)."""

    remarks = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

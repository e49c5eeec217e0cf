"""Forms of the life of a pilot: its plan, the review of the plan, the title."""

from django import forms

from pilots.models import Plan


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

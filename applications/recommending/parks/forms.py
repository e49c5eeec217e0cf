"""A request for a higher park quota (REC-3)."""

from django import forms
from django.core.validators import MinValueValidator

from programme.quotas.actions import MOST


class QuotaRequestForm(forms.Form):
    """A request for a higher park quota: the number in all, and why (REC-3).

    Args:
        allowed: the present quota. short: how many more parks wait than it leaves.
    """

    asked = forms.IntegerField(
        label="申请的名额总数",
        max_value=MOST,
        help_text="含现有名额。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label="申请理由",
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明申请增加名额的理由。"},
    )

    def __init__(self, *args, allowed: int, short: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].min_value = allowed + 1
        self.fields["asked"].validators.append(
            MinValueValidator(allowed + 1, f"现有名额 {allowed} 个，申请的总数必须更多。")
        )
        self.fields["asked"].initial = allowed + max(short, 1)
        self.fields["asked"].help_text = f"现有名额 {allowed} 个，请填写希望达到的总数。"

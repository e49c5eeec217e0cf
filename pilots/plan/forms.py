"""What the city enters about the remarks of a review."""

from collections.abc import Sequence

from django import forms

from pilots.models import ReviewRemark
from pilots.plan.remarks import mark_of

LIMIT = 2000


class RemarksForm(forms.Form):
    """Every remark in a box of its own, and one for further ones."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, remarks: Sequence[ReviewRemark], **kwargs):
        super().__init__(*args, auto_id="id_remarks_%s", **kwargs)
        self.numbers = {f"remark_{remark.number}": remark.number for remark in remarks}
        self.fields["seen"].initial = mark_of(remarks)
        for remark in remarks:
            self.fields[f"remark_{remark.number}"] = _box(f"第 {remark.number} 条", initial=remark.text)
        self.fields["added"] = _box("新增", help_text="一行一条。")

    @property
    def texts(self) -> dict[int, str]:
        """Number → text of the rows that the page had."""
        return {number: self.cleaned_data[name] for name, number in self.numbers.items()}


def _box(label: str, **options) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LIMIT, required=False, widget=box, **options)

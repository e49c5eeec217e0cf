"""The city's answer to a request for a higher park quota (REC-3)."""

from django import forms


class QuotaAnswerForm(forms.Form):
    """The city's answer to a request for a higher park quota (REC-3)."""

    marks_optional = False
    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="答复",
        choices=[("granted", "同意增加"), ("refused", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否同意。"},
    )
    allowed = forms.IntegerField(
        label="同意的名额总数",
        required=False,
        min_value=1,
        max_value=99,
        help_text="同意时填写，可以少于申请的总数，不能更多。",
    )
    answer = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="推荐单位会看到。不同意的必须写明理由。",
    )

    def clean(self) -> dict:
        """A grant has a number, a refusal a reason."""
        super().clean()
        data = self.cleaned_data
        if data.get("outcome") == "granted" and "allowed" not in self.errors and data.get("allowed") is None:
            self.add_error("allowed", "请填写同意的名额总数。")
        if data.get("outcome") == "refused" and not data.get("answer"):
            self.add_error("answer", "不同意的，请写明理由。")
        return data

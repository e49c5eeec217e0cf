"""Submitting and withdrawing an application."""

from django import forms

DECLARED = "我已代表本单位阅读并作出以上承诺"

CHECKED = "我已核对以上内容，确认填报内容和材料真实、完整"


class SubmitForm(forms.Form):
    """The commitment, and what the page showed (``actions.Checked``).

    ``after`` is the number of the revision that the draft came after, so that a second click is known as one.

    Args:
        declares: the official form has a declaration (承诺), which the person makes.
    """

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    year = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agreed = forms.BooleanField(error_messages={"required": "请阅读并勾选承诺后再提交"})

    def __init__(self, *args, declares: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = DECLARED if declares else CHECKED


class WithdrawForm(forms.Form):
    """Why an application is withdrawn."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写撤回原因"},
    )

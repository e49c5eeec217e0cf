"""What staff say about two applications that may be for the same park or project."""

from django import forms

from applications.models import Application

NOT_THE_SAME = "none"


class RulingForm(forms.Form):
    """Which of two applications is evaluated, or that they are not for the same, with the reason."""

    chosen = forms.ChoiceField(
        label="处理", widget=forms.RadioSelect, error_messages={"required": "请选择由哪一项参加评选。"}
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由。"},
    )

    def __init__(self, *args, application: Application, other: Application, **kwargs):
        super().__init__(*args, auto_id=f"duplicate-{other.pk}-%s", **kwargs)
        self.fields["chosen"].choices = [
            (str(application.pk), f"由本申报（{application.number}）参加评选"),
            (str(other.pk), f"由 {other.number} 参加评选"),
            (NOT_THE_SAME, "不是同一项目或园区，分别参加评选"),
        ]

    @property
    def chosen_id(self) -> int | None:
        """Id of the one that is evaluated; None when they differ."""
        chosen = self.cleaned_data["chosen"]
        return None if chosen == NOT_THE_SAME else int(chosen)

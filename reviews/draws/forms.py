"""Forms of a draw, of its redraw, and of what keeps or takes people out (REV-2)."""

from django import forms
from django.db.models import QuerySet

from applications.models import Application
from reviews.models import Panel
from reviews.scoring.totals import RULE_TEXT, TRIM_FROM, VALID_FROM
from reviews.states import DrawScope, DrawTarget

MOST = 15


class Cases(forms.ModelMultipleChoiceField):
    """Applications, each named so that staff know what they draw for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, application: Application) -> str:
        """Number, name and field."""
        return f"{application.number} {application.entry.name}（{application.get_field_display()}）"


class DrawForm(forms.Form):
    """What to draw: for which applications, how many, from whom, and by which seed."""

    applications = Cases(
        label="申报",
        queryset=None,
        error_messages={
            "required": "请至少选择一项申报。",
            "invalid_choice": "所选申报中有的已经抽取过，或已不能抽取。请刷新页面后重新选择。",
        },
    )
    count = forms.IntegerField(
        label="每项抽取人数",
        min_value=VALID_FROM,
        max_value=MOST,
        initial=TRIM_FROM,
        help_text=f"{RULE_TEXT}。",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"请填写 {VALID_FROM} 至 {MOST} 之间的整数。"
        ),
    )
    target = forms.ChoiceField(
        label="抽取方式", choices=DrawTarget.choices, initial=DrawTarget.EACH, widget=forms.RadioSelect
    )
    scope = forms.ChoiceField(
        label="抽取范围", choices=DrawScope.choices, initial=DrawScope.POOL, widget=forms.RadioSelect
    )

    def __init__(self, *args, panel: Panel, fitting: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = fitting
        self.fields["applications"].initial = [application.pk for application in fitting]
        if not panel.reviewers.exists():
            self.fields["scope"].choices = [(DrawScope.POOL.value, DrawScope.POOL.label)]


class SeedForm(forms.Form):
    """The seed, when it was agreed on and made public beforehand."""

    seed = forms.CharField(
        label="随机种子",
        required=False,
        max_length=64,
        help_text="留空由系统在抽取时生成。事先在会议上公布了种子的，照样填写。",
    )


class RedrawForm(SeedForm):
    """Why it is drawn anew, and by which seed."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写重新抽取的理由。"},
    )

    field_order = ("reason", "seed")

"""Forms of a draw, of its redraw, and of what keeps or takes people out (REV-2)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from applications.models import Application
from face.fields import today
from reviews.draws.naming import LONGEST, MOST_DECIMALS
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
    """What to draw: for which applications, how many, and from whom."""

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


class NamingForm(forms.Form):
    """Which public value will be the seed: named before it exists (REV-2)."""

    source = forms.CharField(
        label="公开数值",
        max_length=200,
        help_text="写明数值的全称和公布处，任何人都能查到，例如：某指数的收盘点位，某交易所网站公布。",
        error_messages={"required": "请写明以哪个公开数值作为种子。"},
    )
    day = forms.DateField(
        label="数值产生日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="必须晚于今天。数值产生的次日起，由另一人填写数值并抽取。",
        error_messages=dict.fromkeys(("required", "invalid"), "请填写数值产生的日期。"),
    )
    decimals = forms.IntegerField(
        label="小数位数",
        min_value=0,
        max_value=MOST_DECIMALS,
        initial=2,
        help_text="数值按这个位数填写，只有一种写法。",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"请填写 0 至 {MOST_DECIMALS} 之间的整数。"
        ),
    )

    def clean_day(self) -> date:
        """A day that has not come."""
        day = self.cleaned_data["day"]
        if day <= today():
            raise ValidationError("数值产生日期必须晚于今天：指定时，数值还不能存在。")
        return day


class ValueForm(forms.Form):
    """The figure that a named public value has by now."""

    value = forms.CharField(
        label="公布的数值", max_length=LONGEST, error_messages={"required": "请填写数值。"}
    )


class TakeBackSeedForm(forms.Form):
    """Why a named public value is taken back."""

    reason = forms.CharField(
        label="撤回原因", max_length=200, error_messages={"required": "请写明撤回的原因。"}
    )


class RedrawForm(forms.Form):
    """Why it is drawn anew."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写重新抽取的理由。"},
    )

"""What staff enter about cycles (CUT-2, REC-3)."""

import re

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from pilots.models import Cycle, Pilot
from pilots.programme import PilotType

TITLE_LENGTH = Pilot._meta.get_field("title").max_length


class CutoffInput(forms.DateTimeInput):
    """The browser's own picker of an instant, in Beijing time."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class CycleForm(forms.ModelForm):
    """Settings of a cycle. What the cutoff may become is for ``pilots.actions_cycle`` to judge (CUT-2)."""

    cutoff = forms.DateTimeField(
        label="截止时刻（不含）",
        widget=CutoffInput,
        help_text="北京时间。「7月15日 24:00」请填 7 月 16 日 00:00。截止后不能再修改。",
    )
    focus = forms.CharField(
        label="年度优先领域",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一个，显示在公开页面上。",
    )

    class Meta:
        model = Cycle
        fields = ["cutoff", "focus", "park_quota", "correction_days", "correction_day_kind", "low_carbon_day"]
        widgets = {
            "low_carbon_day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "correction_day_kind": forms.RadioSelect,
        }
        help_texts = {
            "park_quota": "每个推荐单位在本年度可推荐的园区数；已单独调整的单位不变。",
            "correction_days": "要求补正时默认给出的天数，从次日起算，到最后一日 24:00 为止。",
            "correction_day_kind": "工作日按国务院办公厅公布的放假安排计算；尚未公布的年份按周一至周五。",
            "low_carbon_day": "本年度入选试点在次年低碳日授牌；日期确定后填写。",
        }

    def __init__(self, *args, movable: bool, running: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["focus"] = "\n".join(self.instance.focus)
        self.fields["cutoff"].disabled = not movable
        if running:
            self.fields["cutoff"].help_text += "正在受理的年度在这里只能提前；推迟请用「延长申报」。"
        for kind in PilotType:
            self.fields[f"title_{kind}"] = forms.CharField(
                label=f"{kind.label}的称号",
                initial=self.instance.titles.get(kind, ""),
                help_text="{year} 会换成年度。",
            )

    def clean_focus(self) -> list[str]:
        """One name a line, or separated by 、 or commas."""
        return [name for name in re.split(r"[\s、，,;；]+", self.cleaned_data["focus"]) if name]

    def clean_correction_days(self) -> int:
        """A correction gets at least a day."""
        days = self.cleaned_data["correction_days"]
        if days < 1:
            raise ValidationError("补正期限至少 1 天。")
        return days

    def clean(self) -> dict:
        """A title with its year fits into the certificate."""
        data = super().clean()
        for kind in PilotType:
            title = data.get(f"title_{kind}", "")
            if len(title.replace("{year}", "2000")) > TITLE_LENGTH:
                self.add_error(f"title_{kind}", f"称号最多 {TITLE_LENGTH} 个字。")
        return data

    @property
    def settings(self) -> dict:
        """What ``pilots.actions_cycle.edit_cycle`` takes."""
        data = dict(self.cleaned_data)
        return data | {"titles": {kind.value: data.pop(f"title_{kind}") for kind in PilotType}}


class ExtensionForm(forms.Form):
    """A later cutoff of the running cycle, with the reason that everybody reads (CUT-2)."""

    cutoff = forms.DateTimeField(
        label="新的截止时刻（不含）",
        widget=CutoffInput,
        help_text="北京时间。「7月31日 24:00」请填 8 月 1 日 00:00。",
    )
    reason = forms.CharField(
        label="延长理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="显示在公开页面上，并发给有草稿的申报单位和有待办的推荐单位。",
        error_messages={"required": "延长申报必须写明理由。"},
    )


class QuotaForm(forms.Form):
    """A recommender's park quota in a cycle, with the reason (REC-3)."""

    recommender = forms.ModelChoiceField(
        label="推荐单位",
        empty_label="请选择",
        queryset=Organisation.objects.filter(
            kind__in=(Organisation.Kind.BUREAU, Organisation.Kind.AUTHORITY)
        ).order_by("-kind", "pk"),
    )
    allowed = forms.IntegerField(label="名额", min_value=0, max_value=99)
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "调整名额必须写明理由。"},
    )

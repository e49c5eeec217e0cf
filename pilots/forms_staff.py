"""What staff enter about the library and the cycles."""

import re

from django import forms

from accounts.districts import District
from accounts.models import Organisation
from pilots.models import Cycle, LibraryEntry

NATIONAL_KINDS = ("气候投融资试点", "气候适应型城市建设试点")  # NAT-1, Notice §一.4


class NationalForm(forms.Form):
    """A pilot that the national ministry arranged (NAT-1)."""

    kind = forms.ChoiceField(label="试点类别", choices=[(kind, kind) for kind in NATIONAL_KINDS])
    name = forms.CharField(label="名称", max_length=160, help_text="如：示例区国家级气候投融资试点。")
    organisation_name = forms.CharField(label="实施主体", max_length=200)
    district = forms.ChoiceField(
        label="所在区", choices=[("", "全市或未定"), *District.choices], required=False
    )
    cycle = forms.ModelChoiceField(label="列入年度", queryset=Cycle.objects.all(), empty_label="请选择")
    basis = forms.CharField(
        label="文件依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="国家主管部门公布试点的文件名称和文号。",
        error_messages={"required": "请填写国家主管部门公布该试点的文件。"},
    )

    @property
    def fields_of_entry(self) -> dict:
        """What ``pilots.actions.enter_national`` takes."""
        data = dict(self.cleaned_data)
        kind, name = data.pop("kind"), data.pop("name")
        return data | {"name": name if kind in name else f"{kind}：{name}"}


class CycleForm(forms.ModelForm):
    """Settings of a cycle. What the cutoff may become is for ``pilots.actions.edit_cycle`` to judge (CUT-2)."""

    cutoff = forms.DateTimeField(
        label="截止时刻（不含）",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
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
        fields = ["cutoff", "focus", "park_quota", "correction_days", "low_carbon_day"]
        widgets = {"low_carbon_day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "park_quota": "每个推荐单位在本年度可推荐的园区数；已单独调整的单位不变。",
            "correction_days": "要求补正时默认给出的天数。",
            "low_carbon_day": "本年度入选试点在次年低碳日授牌；日期确定后填写。",
        }

    def __init__(self, *args, movable: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["focus"] = "\n".join(self.instance.focus)
        self.fields["cutoff"].disabled = not movable

    def clean_focus(self) -> list[str]:
        """One name a line, or separated by 、 or commas."""
        return [name for name in re.split(r"[\s、，,;；]+", self.cleaned_data["focus"]) if name]

    def clean_correction_days(self) -> int:
        """A correction gets at least a day."""
        days = self.cleaned_data["correction_days"]
        if days < 1:
            raise forms.ValidationError("补正期限至少 1 天。")
        return days


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


class GradeForm(forms.Form):
    """The grade of one entry (LIB-1)."""

    grade = forms.ChoiceField(
        label="分级", choices=[("", "未分级"), *LibraryEntry.Grade.choices], required=False
    )

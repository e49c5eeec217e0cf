"""What staff enter about cycles (CUT-2, REC-3)."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from programme.models import Cycle
from programme.notice import LEAST_NOTICE_DAYS, TITLE_LENGTH, PilotType

FOCUS_LENGTH = 30  # a public page shows them side by side


class CutoffInput(forms.DateTimeInput):
    """The browser's own picker of an instant, in Beijing time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class CycleForm(forms.ModelForm):
    """Settings of a cycle. What the cutoff may become is for ``programme.cycles.actions`` to judge (CUT-2)."""

    cutoff = forms.DateTimeField(
        label="截止时刻（不含）",
        widget=CutoffInput,
        help_text="北京时间。「7月15日 24:00」请填 7 月 16 日 00:00。截止后不能再修改。"
        "改动一保存，有草稿的申报单位和有待办的推荐单位就会收到通知。",
    )
    reason = forms.CharField(
        label="提前截止的理由",
        required=False,
        max_length=300,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="截止时刻提前时必须写明，显示在公开页面和通知里；不提前的留空。",
    )
    focus = forms.CharField(
        label="年度优先领域",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        help_text=f"每行一个，每个不超过 {FOCUS_LENGTH} 个字，显示在公开页面上。",
    )

    field_order = ["cutoff", "reason"]

    class Meta:
        model = Cycle
        fields = [
            "cutoff",
            "focus",
            "park_quota",
            "correction_days",
            "correction_day_kind",
            "paper_reminder_days",
            "public_notice_days",
            "low_carbon_day",
        ]
        widgets = {
            "low_carbon_day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "correction_day_kind": forms.RadioSelect,
        }
        help_texts = {
            "park_quota": "每个推荐单位在本年度可推荐的园区数；已单独调整的单位不变。",
            "correction_days": "要求补正时默认给出的天数，从次日起算，到最后一日 24:00 为止。",
            "correction_day_kind": "工作日按国务院办公厅公布的放假安排计算；尚未公布的年份按周一至周五。",
            "paper_reminder_days": "接收或补正后满这些天、纸质材料仍不足的，平台自动提醒申报单位一次；填 0 表示不自动提醒。",
            "public_notice_days": f"发布结果时默认给出的工作日数，不少于 {LEAST_NOTICE_DAYS} 个，从公示首日的次日起算。",
            "low_carbon_day": "本年度的称号在次年低碳日授牌；日期确定后填写，当日之前可以修改，各试点的授牌日期随之更新并通知。",
        }

    def __init__(self, *args: Any, movable: bool, running: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["focus"] = "\n".join(self.instance.focus)
        self.fields["cutoff"].disabled = not movable
        if running:
            self.fields["cutoff"].help_text += "正在受理的年度在这里只能提前；推迟请用「延长申报」。"
        for kind in PilotType:
            self.fields[f"title_{kind}"] = forms.CharField(
                label=f"{kind.label}的称号",
                initial=self.instance.titles.get(kind, ""),
                help_text="必须写有“{year}”，发证时换成年度。",
            )

    def clean_focus(self) -> list[str]:
        """One name a line, or separated by 、 or commas."""
        names = [name for name in re.split(r"[\s、，,;；]+", self.cleaned_data["focus"]) if name]
        if long := [name for name in names if len(name) > FOCUS_LENGTH]:
            raise ValidationError(
                f"每个优先领域不超过 {FOCUS_LENGTH} 个字：“{long[0][:FOCUS_LENGTH]}…”太长，请缩短。"
            )
        return names

    def clean_low_carbon_day(self) -> date | None:
        """Plaques are given on the next year's Low Carbon Day, which lies in June (AWD-1)."""
        day, year = self.cleaned_data["low_carbon_day"], self.instance.year + 1
        if day and (day.year, day.month) != (year, 6):
            raise ValidationError(
                f"{self.instance.year} 年度的试点在 {year} 年 6 月的低碳日授牌，请填写 {year} 年 6 月的日期。"
            )
        return day

    def clean_correction_days(self) -> int:
        """A correction gets at least a day; the most keeps also working days within ``reviews``' limit of 90 days."""
        days = self.cleaned_data["correction_days"]
        if not 1 <= days <= 50:
            raise ValidationError("补正期限为 1 至 50 天。")
        return days

    def clean_public_notice_days(self) -> int:
        """Every notice runs five whole working days at least."""
        days = self.cleaned_data["public_notice_days"]
        if days < LEAST_NOTICE_DAYS:
            raise ValidationError(f"公示不少于 {LEAST_NOTICE_DAYS} 个工作日。")
        return days

    def clean(self) -> dict:
        """An earlier cutoff has its reason; a title has a place for the year, and fits into the certificate with it."""
        super().clean()
        data = self.cleaned_data
        if (cutoff := data.get("cutoff")) and cutoff < self.instance.cutoff and not data.get("reason"):
            self.add_error("reason", "截止时刻提前，必须写明理由。")
        for kind in PilotType:
            title = data.get(f"title_{kind}", "")
            if title and (title.count("{year}") != 1 or set(title.replace("{year}", "")) & set("{}")):
                self.add_error(
                    f"title_{kind}", "称号中必须有一处“{year}”，发证时换成年度；不能有其他花括号。"
                )
            if len(title.replace("{year}", "2000")) > TITLE_LENGTH:
                self.add_error(f"title_{kind}", f"称号最多 {TITLE_LENGTH} 个字。")
        return data

    @property
    def settings(self) -> dict:
        """What ``programme.cycles.actions.edit_cycle`` takes."""
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
        queryset=Organisation.objects.filter(kind__in=Organisation.RECOMMENDERS).order_by("-kind", "pk"),
    )
    allowed = forms.IntegerField(label="名额", min_value=0, max_value=99)
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "调整名额必须写明理由。"},
    )

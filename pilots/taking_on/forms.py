"""What is known of an old pilot, and what is not."""

from datetime import date

from django import forms

from face.fields import DayInput
from pilots.states import PilotState
from pilots.taking_on.terms import DAYS, faults, states_for
from programme.models import LibraryEntry
from programme.notice import TITLE_LENGTH


class TakingOnForm(forms.Form):
    """State and dates of an old pilot, with what is not known."""

    state = forms.ChoiceField(
        label="现在的状态",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择现在的状态。"},
    )
    title = forms.CharField(
        label="称号全称",
        required=False,
        max_length=TITLE_LENGTH,
        help_text="已授予称号的必填，如：北京市低碳试点—2023年度低碳领跑者。",
    )
    known_gaps = forms.CharField(
        label="哪些情况不详",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：方案和进展报告在纸质档案中，平台没有目标数值。都清楚的写“无”。",
        error_messages={"required": "请写明哪些情况不详；都清楚的，写“无”。"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=300,
        help_text="公布试点、授予称号的文件名称和文号。",
        error_messages={"required": "请写明依据，如公布试点的文件名称和文号。"},
    )

    def __init__(self, *args, entry: LibraryEntry, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry, self.today = entry, today
        self.fields["state"].choices = [
            (state.value, PilotState(state).label) for state in states_for(entry.pilot_type)
        ]
        for day in DAYS:
            self.fields[day.name] = forms.DateField(
                label=day.label,
                required=False,
                widget=DayInput,
                help_text=f"适用于：{'、'.join(state.label for state in day.told)}。"
                if day.told != tuple(PilotState)
                else "",
                error_messages={"invalid": "请填写日期，如 2024-09-30。"},
            )
        if not entry.pilot_type:
            del self.fields["title"]
        self.order_fields(["state", *(day.name for day in DAYS), "title", "known_gaps", "basis"])

    def clean(self) -> dict:
        """Hold the dates against the state."""
        data = super().clean() or {}
        if "state" in data:
            for name, sentence in faults(self.entry.pilot_type, self.entry.origin, data, self.today):
                self.add_error(name if name in self.fields else None, sentence)
        return data

    @property
    def facts(self) -> dict:
        """State, title and days, as ``actions.propose_taking_on`` takes them."""
        names = ("state", "title", *(day.name for day in DAYS))
        return {name: self.cleaned_data.get(name) for name in names}


class ReasonForm(forms.Form):
    """Why a proposal is returned."""

    reason = forms.CharField(
        label="退回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "退回时请写明原因。"},
    )

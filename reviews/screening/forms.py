"""The screening sheet: each condition of the type, the outcome, remarks, deadline (REV-1)."""

from datetime import datetime

from django import forms
from django.forms import BoundField

from applications.remarks.forms import RemarkRows
from face.fields import DayInput, today
from face.wording import cutoff_text
from journal import clock
from programme.cutoff import day_end
from programme.notice import Condition, form_of
from reviews.compliance.table import Compliance
from reviews.models import Screening
from reviews.screening.rules import MOST_CORRECTION_DAYS, latest_due

Outcome = Screening.Outcome
ANSWERS = [("yes", "符合"), ("no", "不符合")]


class ScreeningForm(forms.Form):
    """What a screener finds in a revision.

    Accepting needs every condition met, and the record of each of the last three years looked up without anything
    against the applicant, or else a written reason: an authority may be slow to answer, and a matter may have been
    found not to count; the clerk answers for that with a sentence. Finding it not eligible needs a condition that is
    not met, or one left open, and a reason: in the remarks, or beside every unmet condition. A correction needs
    remarks, of the whole or at places, and a day, tomorrow at the earliest, which counts until its end.

    Args:
        placed: the rows of remarks at places, which go out with a correction only.
        ruled_out: the reason when another application for the same was chosen: it is not eligible then, whatever its
            conditions (REC-3).
    """

    marks_optional = False

    outcome = forms.ChoiceField(
        label="结论",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    remarks = forms.CharField(
        label="意见",
        required=False,
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="申报单位会看到。要求补正时写明补正内容，可只写逐处意见；不符合条件时写明理由。",
    )
    due_day = forms.DateField(
        label="补正期限",
        required=False,
        widget=DayInput,
        help_text=f"仅在要求补正时使用，当日 24:00 截止，最长 {MOST_CORRECTION_DAYS} 天。",
    )

    compliance_reason = forms.CharField(
        label="记录不全或有不利记录仍予通过的理由",
        required=False,
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只供市级内部留存，申报单位看不到。结论为「通过形式审查」且记录有上述情况时必须写明。",
    )

    def __init__(
        self, *args, sheet: str, placed: RemarkRows, compliance: Compliance, ruled_out: str = "", **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.ruled_out = ruled_out
        self.placed, self.compliance = placed, compliance
        self.conditions: tuple[Condition, ...] = form_of(sheet).conditions
        for condition in self.conditions:
            self.fields[f"{condition.key}_met"] = forms.ChoiceField(
                label=condition.text,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{condition.key}_remark"] = forms.CharField(
                label=f"{condition.text}：说明",
                max_length=300,
                required=False,
                help_text="符合的选填。不符合的，申报单位会看到，请写明理由。",
            )

    @property
    def checks(self) -> list[tuple[Condition, BoundField, BoundField]]:
        """(condition, met, remark) of every condition, in the order of the notice."""
        return [(c, self[f"{c.key}_met"], self[f"{c.key}_remark"]) for c in self.conditions]

    @property
    def findings(self) -> dict:
        """The checked conditions as ``reviews.screening.actions.screen`` takes them."""
        return {
            c.key: {
                "met": self.cleaned_data[f"{c.key}_met"] == "yes",
                "remark": self.cleaned_data[f"{c.key}_remark"],
            }
            for c in self.conditions
            if self.cleaned_data[f"{c.key}_met"]
        }

    @property
    def due(self) -> datetime | None:
        """The exclusive deadline of a correction (CUT-5)."""
        asked = self.cleaned_data["outcome"] == Outcome.CORRECTION
        return day_end(self.cleaned_data["due_day"]) if asked else None

    def clean(self) -> dict:
        """Hold the outcome against the conditions, the remarks and the deadline."""
        data = super().clean()
        if self.errors or not self.placed.is_valid():
            return data
        if self.placed.noted and data["outcome"] != Outcome.CORRECTION:
            self.add_error(
                "outcome", "逐处意见只随「要求补正」发给申报单位。作其他结论的，请先删除逐处意见。"
            )
            return data
        {
            Outcome.ACCEPTED: self._check_accepted,
            Outcome.CORRECTION: self._check_correction,
            Outcome.NOT_ELIGIBLE: self._check_not_eligible,
        }[Outcome(data["outcome"])]()
        return data

    def _check_accepted(self) -> None:
        for condition in self.conditions:
            answer = self.cleaned_data[f"{condition.key}_met"]
            if answer != "yes":
                message = "逐项确认符合后才能通过。" if not answer else "有不符合的条件，不能通过形式审查。"
                self.add_error(f"{condition.key}_met", message)
        if self.compliance.warnings and not self.cleaned_data["compliance_reason"]:
            self.add_error(
                "compliance_reason",
                "近三年记录尚未查全或有不利记录。请先登记查询结果，或写明仍予通过的理由。",
            )

    def _check_correction(self) -> None:
        if not self.cleaned_data["remarks"] and not self.placed.noted:
            self.add_error("remarks", "请写明需要补正的内容，或添加逐处意见。")
        day = self.cleaned_data["due_day"]
        if day is None:
            self.add_error("due_day", "请填写补正期限。")
        elif day <= today():
            self.add_error("due_day", "补正期限最早为明天，请给申报单位留出时间。")
        elif day_end(day) > latest_due(clock.now()):
            latest = cutoff_text(latest_due(clock.now()))
            self.add_error(
                "due_day",
                f"补正期限最长 {MOST_CORRECTION_DAYS} 天，最晚为 {latest}。请检查年份和日期是否填错。",
            )

    def _check_not_eligible(self) -> None:
        if self.ruled_out:
            self.cleaned_data["remarks"] = self.cleaned_data["remarks"] or self.ruled_out
            return
        if all(self.cleaned_data[f"{c.key}_met"] == "yes" for c in self.conditions):
            self.add_error(
                "outcome",
                "各项条件都选了“符合”，不能作出「不符合申报条件」的结论。请把不符合的条件选为“不符合”。",
            )
            return
        if self.cleaned_data["remarks"]:
            return
        failed = [c for c in self.conditions if self.cleaned_data[f"{c.key}_met"] == "no"]
        if not failed:
            self.add_error("remarks", "请指出不符合的条件，或写明理由。")
        for condition in failed:
            if not self.cleaned_data[f"{condition.key}_remark"]:
                self.add_error(f"{condition.key}_remark", "请写明不符合的理由，或在意见中写明。")

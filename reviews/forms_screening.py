"""The screening sheet: each condition of the type, the outcome, remarks, deadline (REV-1)."""

from datetime import datetime

from django import forms
from django.forms import BoundField

from applications.forms_recommender import DayInput, today
from pilots.cutoff import day_end
from pilots.programme import CONDITIONS, Condition, Sheet
from reviews.models import Screening

Outcome = Screening.Outcome
ANSWERS = [("yes", "符合"), ("no", "不符合")]


class ScreeningForm(forms.Form):
    """What a screener finds in a revision.

    Accepting needs every condition met; finding it not eligible needs one that is not, or a reason; a
    correction needs remarks and a day, which counts until its end.
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
        help_text="申报单位会看到。要求补正时写明补正内容，不符合条件时写明理由。",
    )
    due_day = forms.DateField(
        label="补正期限",
        required=False,
        widget=DayInput,
        help_text="仅在要求补正时使用，当日 24:00 截止。",
    )

    def __init__(self, *args, sheet: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.conditions: tuple[Condition, ...] = CONDITIONS[Sheet(sheet)]
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
            )

    @property
    def checks(self) -> list[tuple[Condition, BoundField, BoundField]]:
        """(condition, met, remark) of every condition, in the order of the notice."""
        return [(c, self[f"{c.key}_met"], self[f"{c.key}_remark"]) for c in self.conditions]

    @property
    def findings(self) -> dict:
        """The checked conditions as ``reviews.actions.screen`` takes them."""
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
        if self.errors:
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

    def _check_correction(self) -> None:
        if not self.cleaned_data["remarks"]:
            self.add_error("remarks", "请写明需要补正的内容。")
        day = self.cleaned_data["due_day"]
        if day is None:
            self.add_error("due_day", "请填写补正期限。")
        elif day < today():
            self.add_error("due_day", "补正期限不能早于今天。")

    def _check_not_eligible(self) -> None:
        if self.cleaned_data["remarks"]:
            return
        failed = [c for c in self.conditions if self.cleaned_data[f"{c.key}_met"] == "no"]
        if not failed:
            self.add_error("remarks", "请指出不符合的条件，或写明理由。")
        self.cleaned_data["remarks"] = "\n".join(self._failure(condition) for condition in failed)

    def _failure(self, condition: Condition) -> str:
        remark = self.cleaned_data[f"{condition.key}_remark"]
        return f"不符合「{condition.text}」" + (f"：{remark}" if remark else "。")

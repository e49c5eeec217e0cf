"""What a recommender writes beside its part of the official form."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from journal import clock
from pilots.cutoff import BEIJING


def today() -> date:
    """The present day in Beijing, by the one clock."""
    return clock.now().astimezone(BEIJING).date()


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


def not_in_future(day: date) -> date:
    """Return the day.

    Raises:
        ValidationError: it lies in the future.
    """
    if day > today():
        raise ValidationError("日期不能晚于今天。")
    return day


class DatedForm(forms.Form):
    """The day that the opinion bears in the official form (REC-2)."""

    dated = forms.DateField(
        label="意见日期", widget=DayInput, initial=today, help_text="将印在申报表推荐单位签章处。"
    )

    def clean_dated(self) -> date:
        """An opinion is not dated ahead."""
        return not_in_future(self.cleaned_data["dated"])


class ReasonsForm(forms.Form):
    """Why an application is returned or declined: the applicant reads it (REC-2).

    Args:
        asked: the label, which says what the reasons are for.
    """

    reasons = forms.CharField(
        max_length=1000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明理由，申报单位会看到。"},
    )

    def __init__(self, *args, asked: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = asked

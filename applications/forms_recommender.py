"""What a recommender writes beside its part of the official form."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator

from applications.models import Revision
from applications.prechecks import dated_lacks
from journal import clock
from pilots.actions_quota import MOST
from pilots.cutoff import BEIJING


def today() -> date:
    """The present day in Beijing, by the one clock."""
    return clock.now().astimezone(BEIJING).date()


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


def not_in_future(day: date, name: str) -> date:
    """Return the day; ``name`` is what the form calls it.

    Raises:
        ValidationError: it lies in the future.
    """
    if day > today():
        raise ValidationError(f"{name}不能晚于今天。")
    return day


class DatedForm(forms.Form):
    """The day that the opinion bears in the official form (REC-2).

    Args:
        revision: what the opinion is about.
    """

    dated = forms.DateField(
        label="意见日期", widget=DayInput, initial=today, help_text="将印在申报表推荐单位签章处。"
    )

    def __init__(self, *args, revision: Revision, **kwargs):
        super().__init__(*args, **kwargs)
        self.revision = revision

    def clean_dated(self) -> date:
        """An opinion is dated neither ahead nor before there was something to judge."""
        day = not_in_future(self.cleaned_data["dated"], "意见日期")
        if why := dated_lacks(day, self.revision):
            raise ValidationError(f"{why}。")
        return day


class ReasonsForm(forms.Form):
    """Why an application is returned or declined: the applicant reads it (REC-2).

    Args:
        asked: the label, which says what the reasons are for.
    """

    marks_optional = False

    reasons = forms.CharField(
        max_length=1000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明理由，申报单位会看到。"},
    )

    def __init__(self, *args, asked: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = asked


class QuotaRequestForm(forms.Form):
    """A request for a higher park quota: the number in all, and why (REC-3).

    Args:
        allowed: the present quota. short: how many more parks wait than it leaves.
    """

    asked = forms.IntegerField(
        label="申请的名额总数",
        max_value=MOST,
        help_text="含现有名额。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label="申请理由",
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明申请增加名额的理由。"},
    )

    def __init__(self, *args, allowed: int, short: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].min_value = allowed + 1
        self.fields["asked"].validators.append(
            MinValueValidator(allowed + 1, f"现有名额 {allowed} 个，申请的总数必须更多。")
        )
        self.fields["asked"].initial = allowed + max(short, 1)
        self.fields["asked"].help_text = f"现有名额 {allowed} 个，请填写希望达到的总数。"


class OpinionTextForm(forms.Form):
    """A text to use again in opinions (REC-2)."""

    name = forms.CharField(label="名称", max_length=30, help_text="便于同事辨认，例如“园区，基础较好”。")
    text = forms.CharField(label="内容", max_length=500, strip=True, widget=forms.Textarea(attrs={"rows": 4}))

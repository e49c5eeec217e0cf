"""What a recommender writes beside its part of the official form."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from applications.models import Revision
from applications.recommending.precheck.lines import dated_lacks
from face.fields import DayInput, not_in_future, today


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

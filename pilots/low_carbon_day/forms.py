"""A plaque that is recorded by itself: on the day, or handed over later (AWD-1)."""

from datetime import date

from django import forms

from face.fields import DayInput
from journal import clock
from pilots.models import Pilot
from pilots.rules import why_not_handed_over
from programme.notice import Support


class PlaqueForm(forms.Form):
    """When a plaque was handed over, if later than on the Low Carbon Day, and a note."""

    handed_over_on = forms.DateField(
        label="会后交付日期",
        required=False,
        widget=DayInput,
        help_text="低碳日没有到场、以后才领取奖牌的填写；当天到场领取的留空。",
        error_messages={"invalid": "请按年-月-日填写会后交付日期。"},
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="如由谁代领、如何送达；不写个人电话。申报单位会看到。",
        error_messages={"max_length": "说明不超过 300 字。"},
    )

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.pilot = pilot

    def clean_handed_over_on(self) -> date | None:
        """Later than the Low Carbon Day, and not later than today."""
        later = self.cleaned_data["handed_over_on"]
        day = self.pilot.plaque_on
        if day and (why := why_not_handed_over(Support.PLAQUE, day, later, clock.now())):
            raise forms.ValidationError(why)
        return later

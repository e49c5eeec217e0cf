"""How far the demo's clock is to go."""

from datetime import timedelta

from django import forms

from portal.demo_clock.actions import until_next_cutoff

CUTOFF = "cutoff"
DAYS = (1, 10, 30)


class ForwardForm(forms.Form):
    """One of the buttons of the page, and the clock as the page showed it."""

    to = forms.ChoiceField(
        choices=[*((str(days), f"前移 {days} 天") for days in DAYS), (CUTOFF, "移到本年度截止之后")]
    )
    seen = forms.IntegerField(min_value=0)

    @property
    def by(self) -> timedelta:
        """How far, of a valid form."""
        to = self.cleaned_data["to"]
        return until_next_cutoff() if to == CUTOFF else timedelta(days=int(to))

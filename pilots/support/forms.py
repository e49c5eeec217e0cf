"""What staff enter about support for a pilot or a kept entry of the library (AWD-1)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from face.wording import chinese_date
from journal import clock
from journal.clock import BEIJING
from pilots.models import SupportMeasure
from pilots.rules import pilot_of, supports_for
from programme.models import LibraryEntry
from programme.notice import Support


class SupportForm(forms.ModelForm):
    """A measure of support; offered are those that this entry may have."""

    class Meta:
        model = SupportMeasure
        fields = ["kind", "granted_on", "amount_wan", "note"]
        widgets = {"granted_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "amount_wan": "没有金额的留空；授牌没有金额。",
            "note": "如资金文号、金融机构或推荐去向。",
        }
        error_messages = {
            "kind": {"required": "请选择支持措施。"},
            "granted_on": {"required": "请填写日期。"},
        }

    def __init__(self, *args, entry: LibraryEntry, **kwargs):
        super().__init__(*args, auto_id="id_support_%s", **kwargs)
        pilot = pilot_of(entry)
        self.since = pilot.selected_at if pilot else entry.received_at
        self.since_what = "入选试点" if pilot else "接收申报"
        self.fields["kind"].choices = [
            ("", "请选择"),
            *((support.value, support.label) for support in supports_for(entry)),
        ]

    def clean_granted_on(self) -> date:
        """What is recorded has been granted, and to what the city had before it."""
        day = self.cleaned_data["granted_on"]
        if day > clock.now().astimezone(BEIJING).date():
            raise ValidationError("日期不能晚于今天；措施落实后再登记。")
        since = self.since and self.since.astimezone(BEIJING).date()
        if since and day < since:
            raise ValidationError(f"日期不能早于{self.since_what}的日期（{chinese_date(since)}）。")
        return day

    def clean(self) -> dict:
        """A plaque has no amount."""
        data = super().clean()
        if data.get("kind") == Support.PLAQUE and data.get("amount_wan") is not None:
            self.add_error("amount_wan", "低碳日授牌没有金额，请留空。")
        return data


class CancelSupportForm(forms.Form):
    """Why a measure is taken back."""

    reason = forms.CharField(
        label="撤销原因", max_length=300, error_messages={"required": "撤销登记必须写明原因。"}
    )

"""What staff enter about support for a pilot or a kept entry of the library (AWD-1)."""

from django import forms

from journal import clock
from pilots.models import SupportMeasure
from pilots.rules import supports_for, why_not_that_day
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
            "granted_on": "授牌填低碳日。",
            "note": "如资金文号、金融机构或推荐去向。",
        }
        error_messages = {
            "kind": {"required": "请选择支持措施。"},
            "granted_on": {"required": "请填写日期。"},
        }

    def __init__(self, *args, entry: LibraryEntry, **kwargs):
        super().__init__(*args, auto_id="id_support_%s", **kwargs)
        self.entry = entry
        self.fields["kind"].choices = [
            ("", "请选择"),
            *((support.value, support.label) for support in supports_for(entry)),
        ]
        if Support.PLAQUE not in supports_for(entry):
            self.fields["granted_on"].help_text = ""
            self.fields["amount_wan"].help_text = "没有金额的留空。"

    def clean(self) -> dict:
        """What is recorded has been granted, to what the city had before it; a plaque has its day and no amount."""
        data = super().clean()
        kind, day = data.get("kind"), data.get("granted_on")
        if kind and day and (why := why_not_that_day(self.entry, kind, day, clock.now())):
            self.add_error("granted_on", why)
        if kind == Support.PLAQUE and data.get("amount_wan") is not None:
            self.add_error("amount_wan", "低碳日授牌没有金额，请留空。")
        return data


class CancelSupportForm(forms.Form):
    """Why a measure is taken back."""

    reason = forms.CharField(
        label="撤销原因", max_length=300, error_messages={"required": "撤销登记必须写明原因。"}
    )

"""What is typed at a decision meeting: proposals, and the word of the second person (REV-3, REV-5)."""

from collections.abc import Iterable

from django import forms

from applications.models import Application
from reviews.decisions.actions import Proposal
from reviews.decisions.meeting import STAGES
from reviews.models import Decision
from reviews.ranking.forms import RankingForm

REASON_LENGTH, REMARKS_LENGTH = 1000, 2000


class MeetingForm(RankingForm):
    """Which list lies before the meeting; everything in the URL."""

    stage = forms.ChoiceField(label="决定进度", required=False, choices=list(STAGES.items()))


class CommonForm(forms.Form):
    """The reason that holds for all that were ticked, unless one of them has its own."""

    marks_optional = False

    reason = forms.CharField(
        label="共同理由",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="用于下面没有单独填写理由的申报；逐项写了理由的，可以留空。内部留存，申报单位看不到。",
    )


class ProposalForm(forms.Form):
    """What is proposed for one application."""

    marks_optional = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="决定",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择决定。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="没有共同理由，或与共同理由不同时填写。",
    )
    remarks = forms.CharField(
        label="评审意见",
        required=False,
        max_length=REMARKS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有意见可以留空。公布后发给申报单位；列为试点的，其方案应当逐条回应。",
    )

    def __init__(self, application: Application, outcome: str, *args, **kwargs):
        """Begin with what stands proposed already, else with the outcome chosen for all."""
        self.application = application
        decision = getattr(application, "decision", None)
        initial = {"outcome": outcome}
        if decision:
            initial = {"seen": decision.mark, "outcome": outcome or decision.outcome}
            initial |= {"reason": decision.reason, "remarks": decision.remarks}
        super().__init__(*args, prefix=f"a{application.pk}", initial=initial, **kwargs)

    def clean_with(self, common: str) -> None:
        """Take the reason of all where there is no own one; one of the two must be there."""
        reason = self.cleaned_data.get("reason") or common
        if not reason:
            self.add_error("reason", f"请写明 {self.application.number} 的理由，或填写共同理由。")
        self.cleaned_data["reason"] = reason

    @property
    def proposal(self) -> Proposal:
        """What is proposed."""
        return Proposal(self.application.pk, **self.cleaned_data)


def all_valid(common: CommonForm, rows: Iterable[ProposalForm]) -> bool:
    """Whether everything typed may be proposed; each reason is there afterwards."""
    found = [common.is_valid(), *(row.is_valid() for row in rows)]
    for row in rows:
        if row.is_valid():
            row.clean_with(common.cleaned_data.get("reason", ""))
    return all(found) and not any(row.errors for row in rows)


class VerdictForm(forms.Form):
    """What the second person says about one proposal; nothing leaves it waiting."""

    marks_optional = False

    CONFIRM, RETURN = "confirm", "return"
    verdict = forms.ChoiceField(
        label="处理",
        required=False,
        choices=[("", "暂不处理"), (CONFIRM, "确认"), (RETURN, "退回")],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="退回意见",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="退回时必填，发给提议人。",
    )
    mark = forms.CharField(required=False, widget=forms.HiddenInput)  # none: it came after the page was read

    def __init__(self, decision: Decision, *args, **kwargs):
        """The form of a proposal; its mark says which version was read."""
        self.decision = decision
        super().__init__(*args, prefix=f"d{decision.pk}", initial={"mark": decision.mark}, **kwargs)

    def offer_no_confirming(self) -> None:
        """It has to be proposed anew: it may wait or be returned."""
        choices = self.fields["verdict"].choices
        self.fields["verdict"].choices = [choice for choice in choices if choice[0] != self.CONFIRM]

    def clean(self) -> dict:
        """A return says why, and what was written goes out with a return only."""
        cleaned = super().clean()
        number, returned = self.decision.application.number, cleaned.get("verdict") == self.RETURN
        if returned and not cleaned.get("remark"):
            self.add_error("remark", f"请写明退回 {number} 的意见。")
        elif cleaned.get("remark") and not returned and "verdict" not in self.errors:
            self.add_error("verdict", f"{number} 写了退回意见，请选择“退回”；不退回的，请清空退回意见。")
        return cleaned


class TakeBackForm(forms.Form):
    """Why a decision that is not published is taken back."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="撤销原因",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明撤销的原因。"},
    )

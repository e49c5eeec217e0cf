"""Forms of a withdrawal: notice, statement, hearing, decision."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from face.fields import DayInput, not_in_future
from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused
from pilots.models import Pilot, Withdrawal
from pilots.models.terms import STATEMENT_WORKING_DAYS
from pilots.withdrawal.actions import MOST_WORKING_DAYS, grounds_for

FILE_TYPES = ("pdf", "docx", "jpg", "jpeg", "png")
LONGEST = 4000


def _long(label: str, required: str, help_text: str = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": required, "max_length": f"最多 {LONGEST} 字，请删减。"},
    )


class IntendForm(forms.Form):
    """The notice of the intent to withdraw."""

    grounds = forms.ChoiceField(
        label="情形", widget=forms.RadioSelect, error_messages={"required": "请选择取消的情形。"}
    )
    reasons = _long(
        "理由", "请写明拟取消的理由：事实和依据。", "写入告知书，发给试点单位和推荐单位。", rows=8
    )
    working_days = forms.IntegerField(
        label="陈述期限（工作日）",
        initial=STATEMENT_WORKING_DAYS,
        min_value=STATEMENT_WORKING_DAYS,
        max_value=MOST_WORKING_DAYS,
        help_text=f"自告知之日次日起算，不少于 {STATEMENT_WORKING_DAYS} 个工作日，最后一日 24:00 截止。",
        error_messages={
            "required": "请填写陈述期限。",
            "invalid": "请填写整数。",
            "min_value": f"陈述期限不少于 {STATEMENT_WORKING_DAYS} 个工作日。",
            "max_value": f"陈述期限不超过 {MOST_WORKING_DAYS} 个工作日。",
        },
    )

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].choices = [(ground.value, ground.label) for ground in grounds_for(pilot)]


class StatementForm(forms.Form):
    """What the organisation says to the notice; ``checked`` is what is known of its file."""

    statement = _long("陈述意见", "请填写陈述意见。", rows=8)
    file = forms.FileField(
        label="证明材料", required=False, help_text="一个文件：PDF、Word（.docx）或图片，可以不传。"
    )
    drop_file = forms.BooleanField(label="删除已上传的证明材料", required=False)
    checked: CheckedUpload | None = None

    def __init__(self, *args, withdrawal: Withdrawal, **kwargs):
        super().__init__(*args, initial={"statement": withdrawal.statement}, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in FILE_TYPES)
        if withdrawal.statement_file_id:
            self.fields["file"].help_text += f"不选文件的，保留「{withdrawal.statement_file_name}」。"
        else:
            del self.fields["drop_file"]

    def clean_file(self) -> UploadedFile | None:
        """Open the file in the sandbox and refuse what is not what it claims to be."""
        uploaded = self.cleaned_data["file"]
        if not uploaded:
            return None
        try:
            self.checked = check_upload(uploaded, FILE_TYPES)
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return uploaded


class HearingForm(forms.Form):
    """When the organisation was heard, and what was said."""

    day = forms.DateField(
        label="听取意见日期",
        widget=DayInput,
        error_messages={"required": "请填写日期。", "invalid": "请填写日期，如 2026-09-30。"},
    )
    note = _long("记录", "请填写听取意见的记录。", "参加人、陈述的事实和理由。申报单位能看到。")

    def __init__(self, *args, withdrawal: Withdrawal, **kwargs):
        kept = {"day": withdrawal.hearing_on, "note": withdrawal.hearing_note}
        super().__init__(*args, initial=kept, **kwargs)

    def clean_day(self) -> date:
        """It has taken place."""
        return not_in_future(self.cleaned_data["day"], "听取意见日期")


class ProposeForm(forms.Form):
    """The reasons of the decision that is proposed."""

    conclusion = _long(
        "决定理由",
        "请写明决定的理由，包括对陈述意见的采纳情况。",
        "写入决定书，包括对陈述意见的采纳情况。",
        rows=8,
    )


class ReturnForm(forms.Form):
    """Why a proposed decision is returned."""

    reason = _long("退回原因", "请写明退回原因。", rows=3)


class DropForm(forms.Form):
    """Why nothing is withdrawn."""

    reasons = _long("不予取消的理由", "请写明不予取消的理由。", "发给试点单位和推荐单位。", rows=3)

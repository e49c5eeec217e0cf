"""What the centre enters when paper copies come in (MAT-W)."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError

from applications.dossier.paper_code import PREFIX_LENGTH, parse, plain_number
from applications.models import Application, Revision
from applications.paper.desk.actions import MOST_COPIES, too_many
from face.fields import DayInput, not_in_future, today
from face.wording import chinese_date
from journal.clock import day_of
from programme.notice import PAPER_COPIES

UNKNOWN = "没有找到「{}」对应的已接收申报。请核对页脚的识别码，或改为输入申报编号（如 2026-JS-0001）。"


class PaperCodeForm(forms.Form):
    """One input for scanner or hand: the code on each page, or the number of the application.

    When valid, ``revision`` is the revision that the paper was printed from (the current one for a number);
    ``by_number`` tells that no code was compared.
    """

    code = forms.CharField(
        label="识别码或编号",
        max_length=300,
        help_text="扫描页面上的二维码，或输入页脚识别码、申报编号，按回车键。",
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请扫描或输入识别码。"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.revision, self.by_number = user, None, False

    def clean_code(self) -> str:
        """Find the revision among what the person may see."""
        typed = self.cleaned_data["code"]
        visible = Application.objects.of_city(self.user)
        read = parse(typed)
        if read is None:
            found = visible.filter(number__iexact=plain_number(typed)).first()
            self.revision, self.by_number = found and found.current_revision, True
        else:
            self.revision = Revision.objects.filter(
                application__in=visible.filter(pk=read.application_pk), number=read.revision
            ).first()
            if self.revision and self.revision.sha256[:PREFIX_LENGTH].upper() != read.prefix:
                raise ValidationError(
                    "识别码与系统中的版本不一致，可能输入有误或不是本平台生成的材料。请重新扫描。"
                )
        if self.revision is None:
            raise ValidationError(UNKNOWN.format(typed))
        return typed


def day_of_paper(day: date, submitted_at: datetime) -> date:
    """Return the day on which paper came in.

    Raises:
        ValidationError: it lies in the future, or before the revision was submitted.
    """
    submitted_on = day_of(submitted_at)
    if not_in_future(day, "收到日期") < submitted_on:
        raise ValidationError(f"该版本于 {chinese_date(submitted_on)} 提交，收到日期不能更早。")
    return day


class PaperForm(forms.Form):
    """Copies that came in of a revision; where they would be more than are wanted, a tick is asked for once.

    Args:
        submitted_at: when the revision was submitted; its paper cannot come in on an earlier day.
        received: copies of it that are registered already.
    """

    copies = forms.IntegerField(
        label="收到份数",
        min_value=1,
        max_value=MOST_COPIES,
        initial=PAPER_COPIES,
        widget=forms.NumberInput(attrs={"autofocus": True}),
        error_messages={
            "required": "请填写收到份数。",
            "invalid": f"请填写 1 至 {MOST_COPIES} 的整数。",
            "min_value": f"请填写 1 至 {MOST_COPIES} 的整数。",
            "max_value": f"请填写 1 至 {MOST_COPIES} 的整数。",
        },
    )
    received_on = forms.DateField(
        label="收到日期", widget=DayInput, initial=today, error_messages={"required": "请填写收到日期。"}
    )
    note = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args, submitted_at: datetime, received: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.submitted_at, self.confirmed = submitted_at, 0
        typed = self.data.get("copies", "") if self.is_bound else ""
        copies = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
        if received + copies > PAPER_COPIES:
            self._ask(received, copies)

    def _ask(self, received: int, copies: int) -> None:
        # The name holds the sum: a tick for another sum confirms nothing.
        self.confirmed = received + copies
        self.fields[f"confirmed_{self.confirmed}"] = forms.BooleanField(
            label=f"确认另收到 {copies} 份，合计 {self.confirmed} 份"
            if received
            else f"确认收到 {copies} 份",
            error_messages={
                "required": f"{too_many(received, copies)}已经登记过的，请不要重复登记；确实收到的，请勾选确认。"
            },
        )

    @property
    def receipt(self) -> dict:
        """What ``actions_staff.register_paper`` takes."""
        kept = {name: self.cleaned_data[name] for name in ("copies", "received_on", "note")}
        return kept | {"confirmed": self.confirmed}

    def clean_received_on(self) -> date:
        """Paper comes in neither ahead of time nor before its revision was submitted."""
        return day_of_paper(self.cleaned_data["received_on"], self.submitted_at)


class CorrectReceiptForm(forms.Form):
    """What a mistaken registration should have said, and why.

    Args:
        submitted_at: when the revision was submitted; its paper cannot come in on an earlier day.
    """

    marks_optional = False

    copies = forms.IntegerField(
        label="实际收到份数",
        min_value=0,
        max_value=MOST_COPIES,
        help_text="实际没有收到的填 0，这条登记作废。",
        error_messages={
            "required": "请填写实际收到的份数。",
            "invalid": f"请填写 0 至 {MOST_COPIES} 的整数。",
            "min_value": f"请填写 0 至 {MOST_COPIES} 的整数。",
            "max_value": f"请填写 0 至 {MOST_COPIES} 的整数。",
        },
    )
    received_on = forms.DateField(
        label="收到日期", widget=DayInput, error_messages={"required": "请填写收到日期。"}
    )
    reason = forms.CharField(
        label="更正理由", max_length=200, error_messages={"required": "请写明更正理由。"}
    )

    def __init__(self, *args, submitted_at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.submitted_at = submitted_at

    def clean_received_on(self) -> date:
        """As ``PaperForm`` judges it."""
        return day_of_paper(self.cleaned_data["received_on"], self.submitted_at)

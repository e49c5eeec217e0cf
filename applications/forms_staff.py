"""What the centre enters when paper copies come in (MAT-W)."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError

from applications.forms_recommender import DayInput, not_in_future, today
from applications.models import Application, Revision
from applications.paper_code import PREFIX_LENGTH, parse, plain_number
from pilots.cutoff import BEIJING
from pilots.programme import PAPER_COPIES

UNKNOWN = "没有找到「{}」对应的已接收申报。请核对页脚的识别码，或改为输入申报编号（如 2026-JS-0001）。"


class PaperCodeForm(forms.Form):
    """One input for scanner or hand: the code on each page, or the number of the application.

    When valid, ``revision`` is the revision that the paper was printed from (the current one for a number);
    ``by_number`` tells that no code was compared.
    """

    code = forms.CharField(
        label="识别码或编号",
        max_length=60,
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
        visible = Application.objects.visible_to(self.user)
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
                    "识别码与系统中的版本不一致，可能输入有误或不是本系统打印的表。请重新扫描。"
                )
        if self.revision is None:
            raise ValidationError(UNKNOWN.format(typed))
        return typed


class PaperForm(forms.Form):
    """Copies that came in of a revision.

    Args:
        submitted_at: when the revision was submitted; its paper cannot come in on an earlier day.
    """

    copies = forms.IntegerField(
        label="收到份数",
        min_value=1,
        max_value=20,
        initial=PAPER_COPIES,
        error_messages={
            "required": "请填写收到份数。",
            "invalid": "请填写 1 至 20 的整数。",
            "min_value": "请填写 1 至 20 的整数。",
            "max_value": "请填写 1 至 20 的整数。",
        },
    )
    received_on = forms.DateField(
        label="收到日期", widget=DayInput, initial=today, error_messages={"required": "请填写收到日期。"}
    )
    note = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args, submitted_at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.submitted_on = submitted_at.astimezone(BEIJING).date()

    def clean_received_on(self) -> date:
        """Paper comes in neither ahead of time nor before its revision was submitted."""
        day = not_in_future(self.cleaned_data["received_on"])
        if day < self.submitted_on:
            raise ValidationError(f"该版本于 {self.submitted_on:%Y-%m-%d} 提交，收到日期不能更早。")
        return day

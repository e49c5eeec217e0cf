"""What the centre enters when paper copies come in (MAT-W)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from applications.forms_recommender import DayInput, not_in_future, today
from applications.models import Application, Revision
from applications.paper_code import PREFIX_LENGTH, parse
from pilots.programme import PAPER_COPIES

UNKNOWN = "没有找到「{}」对应的已接收申报。请核对页脚的识别码，或改为输入申报编号（如 2026-JS-0001）。"


class PaperCodeForm(forms.Form):
    """One input for scanner or hand: the code on each page, or the number of the application.

    When valid, ``revision`` is the revision that the paper was printed from (the current one for a number).
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
        self.user, self.revision = user, None

    def clean_code(self) -> str:
        """Find the revision among what the person may see."""
        typed = self.cleaned_data["code"]
        visible = Application.objects.visible_to(self.user)
        read = parse(typed)
        if read is None:
            found = visible.filter(number__iexact=typed).first()
            self.revision = found and found.current_revision
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
    """Copies that came in."""

    copies = forms.IntegerField(label="收到份数", min_value=1, max_value=20, initial=PAPER_COPIES)
    received_on = forms.DateField(label="收到日期", widget=DayInput, initial=today)
    note = forms.CharField(label="备注", max_length=200, required=False)

    def clean_received_on(self) -> date:
        """Paper does not come in ahead of time."""
        return not_in_future(self.cleaned_data["received_on"])

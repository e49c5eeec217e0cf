"""What staff enter about support for a pilot or a kept entry of the library (AWD-1)."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused
from journal import clock
from pilots.models import SupportMeasure
from pilots.rules import supports_for, why_not_that_day
from programme.models import LibraryEntry
from programme.notice import Support

DOCUMENT_FILE_TYPES = ("pdf", "jpg", "jpeg", "png", "docx")
CHOOSE_AGAIN = "这次没有登记，文件没有保存。请改正其他内容后重新选择文件。"


class SupportForm(forms.ModelForm):
    """A measure of support; offered are those that this entry may have.

    Attributes:
        checked: what is known of the uploaded document after validation; None without one.
    """

    upload = forms.FileField(
        label="上传文件",
        required=False,
        help_text="如资金下达文件的扫描件：PDF、图片或 Word（.docx），一个文件。申报单位可以下载。",
        error_messages=dict.fromkeys(("empty", "invalid", "missing"), "文件是空的或没有传完，请重新选择。"),
    )
    checked: CheckedUpload | None = None

    class Meta:
        model = SupportMeasure
        fields = ["kind", "granted_on", "authority", "amount_wan", "document", "note"]
        widgets = {"granted_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "amount_wan": "没有金额的留空；授牌没有金额。",
            "granted_on": "授牌填低碳日。",
            "authority": "如市财政局、某区生态环境局。",
            "document": "如资金文件的文号。",
            "note": "如金融机构或推荐去向。",
        }
        error_messages = {
            "kind": {"required": "请选择支持措施。"},
            "granted_on": {"required": "请填写日期。"},
            "authority": {"max_length": "部门名称不超过 %(limit_value)d 字。"},
            "document": {"max_length": "文件名称或文号不超过 %(limit_value)d 字。"},
        }

    def __init__(self, *args, entry: LibraryEntry, **kwargs):
        super().__init__(*args, auto_id="id_support_%s", **kwargs)
        self.entry = entry
        self.fields["upload"].widget = forms.FileInput(
            attrs={"accept": ",".join(f".{ending}" for ending in DOCUMENT_FILE_TYPES)}
        )
        self.fields["kind"].choices = [
            ("", "请选择"),
            *((support.value, support.label) for support in supports_for(entry)),
        ]
        if Support.PLAQUE not in supports_for(entry):
            self.fields["granted_on"].help_text = ""
            self.fields["amount_wan"].help_text = "没有金额的留空。"

    def clean_upload(self) -> UploadedFile | None:
        """Open the document in the sandbox and refuse what is not what it claims to be."""
        uploaded = self.cleaned_data["upload"]
        if uploaded:
            try:
                self.checked = check_upload(uploaded, DOCUMENT_FILE_TYPES)
            except FileRefused as refusal:
                raise ValidationError(str(refusal)) from None
        return uploaded

    def clean(self) -> dict:
        """What is recorded has been granted, to what the city had before it; a plaque has its day and no amount."""
        data = super().clean()
        kind, day = data.get("kind"), data.get("granted_on")
        if kind and day and (why := why_not_that_day(self.entry, kind, day, clock.now())):
            self.add_error("granted_on", why)
        if kind == Support.PLAQUE and data.get("amount_wan") is not None:
            self.add_error("amount_wan", "低碳日授牌没有金额，请留空。")
        return data

    def _post_clean(self) -> None:
        """A browser does not send a chosen file again: say so when something else stands against the form."""
        super()._post_clean()
        if self.errors:
            self._ask_for_file_again()

    def refuse(self, sentence: str) -> None:
        """Say above the form why the act refused it."""
        self.add_error(None, sentence)
        self._ask_for_file_again()

    def _ask_for_file_again(self) -> None:
        if self.checked:
            self.add_error("upload", CHOOSE_AGAIN)


class CancelSupportForm(forms.Form):
    """Why a measure is taken back."""

    reason = forms.CharField(
        label="撤销原因", max_length=300, error_messages={"required": "撤销登记必须写明原因。"}
    )

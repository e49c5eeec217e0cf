"""What the public asks the verification page."""

from django import forms
from django.core.exceptions import ValidationError

from face.wording import file_size
from portal.verification.verify import read, why_unreadable


class VerifyCodeForm(forms.Form):
    """A code or a SHA-256; when valid, ``key`` is what was read."""

    code = forms.CharField(
        label="识别码、核验码或校验值",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        help_text="申报表页脚的识别码（DT 开头），称号证书的核验码（ZS 开头），或文件的 SHA-256 校验值（64 位）。",
        error_messages={
            "required": "请输入识别码、核验码或校验值。",
            "max_length": "输入过长，请核对。",
        },
    )
    key = None

    def clean_code(self) -> str:
        """Read it; numbers of applications count up, so they are no key."""
        typed = self.cleaned_data["code"]
        self.key = read(typed)
        if self.key is None:
            raise ValidationError(why_unreadable(typed))
        return typed


class VerifyFileForm(forms.Form):
    """A file of which only the SHA-256 was kept (``files.digest_upload``)."""

    file = forms.FileField(
        label="文件",
        help_text="可以核验从平台下载的申报表（Word、PDF）、申报材料合订本（PDF）、申报材料压缩包（ZIP）和称号证书"
        "的原文件；通知、名单、汇总表、空白表格和单独的附件不能在这里核验。",
        error_messages={
            "required": "请选择要核验的文件。",
            "missing": "请选择要核验的文件。",
            "invalid": "请选择要核验的文件。",
            "empty": "文件是空的，请重新选择。",
        },
    )

    def __init__(self, *args, largest: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.largest = file_size(largest)
        self.fields["file"].help_text += f"不超过 {self.largest}。"

    def clean_file(self):
        """Refuse what was too large to be read."""
        file = self.cleaned_data["file"]
        if not file.sha256:
            raise ValidationError(f"文件超过 {self.largest}，请在本机计算 SHA-256 校验值后在上面输入。")
        return file

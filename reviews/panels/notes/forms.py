"""Forms of what a panel discussed: points on an application, minutes with an optional signed original."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from face.fields import not_in_future
from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused

MINUTES_FILE_TYPES = ("pdf", "jpg", "jpeg", "png", "docx")


class VersionForm(forms.Form):
    """A text of which every edit is a version; ``after`` is the number of the version that the writer has seen."""

    after = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=32000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "页面已失效，请复制您写的内容，刷新后再保存。"
        ),
    )


class NoteForm(VersionForm):
    """Points discussed on an application."""

    text = forms.CharField(
        label="讨论要点",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="写讨论到的问题和形成的意见，不写专家姓名。只有市级工作人员能看到。",
        error_messages={"required": "请写明讨论要点。", "max_length": "讨论要点不超过 5000 字。"},
    )


class MinutesForm(VersionForm):
    """Minutes of a panel; ``checked`` is what is known of the file after validation, None without one."""

    held_on = forms.DateField(
        label="会议日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写会议日期。", "invalid": "请按年-月-日填写会议日期。"},
    )
    attendees = forms.CharField(
        label="参会人员",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明参会人员。", "max_length": "参会人员不超过 1000 字。"},
    )
    text = forms.CharField(
        label="会议纪要",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "请写明会议纪要。", "max_length": "会议纪要不超过 20000 字。"},
    )
    file = forms.FileField(
        label="签字件",
        required=False,
        help_text="签字后的纪要：PDF、图片或 Word（.docx），一个文件。不上传时保留上一版的签字件。",
        error_messages=dict.fromkeys(("empty", "invalid", "missing"), "文件是空的或没有传完，请重新选择。"),
    )
    checked: CheckedUpload | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget = forms.FileInput(
            attrs={"accept": ",".join(f".{each}" for each in MINUTES_FILE_TYPES)}
        )

    def clean_held_on(self) -> date:
        """Minutes are of what was said."""
        return not_in_future(self.cleaned_data["held_on"], "会议日期")

    def clean_file(self):
        """Open the file in the sandbox and refuse what is not what it claims to be."""
        uploaded = self.cleaned_data["file"]
        if uploaded:
            try:
                self.checked = check_upload(uploaded, MINUTES_FILE_TYPES)
            except FileRefused as refusal:
                raise ValidationError(str(refusal)) from None
        return uploaded

    @property
    def values(self) -> dict:
        """What the minutes say."""
        return {name: self.cleaned_data[name] for name in ("held_on", "attendees", "text")}

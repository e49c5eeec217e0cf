"""Forms beside the page of a submission: the city's answer, a file."""

from collections.abc import Iterable

from django import forms

from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused
from pilots.models import SubmissionVersion
from pilots.states import Outcome
from pilots.writing.layout import Layout
from pilots.writing.versions import DOCUMENT

DOCUMENT_TYPES = ("pdf", "docx")
FILE_TYPES = (*DOCUMENT_TYPES, "xlsx", "jpg", "jpeg", "png")
ANSWERS = {Outcome.APPROVED: "同意", Outcome.RETURNED: "退回修改", Outcome.REFUSED: "不予同意"}


class AnswerForm(forms.Form):
    """What the city says to the version that waits."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="审核结果",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择审核结果。", "invalid_choice": "请选择审核结果。"},
    )
    remarks = forms.CharField(
        label="审核意见",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    marks_optional = False

    def __init__(self, *args, outcomes: Iterable[Outcome], waiting: SubmissionVersion | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.fields["version"].initial = waiting and waiting.pk
        outcomes = list(outcomes)
        self.fields["outcome"].choices = [(outcome.value, ANSWERS[outcome]) for outcome in outcomes]
        if outcomes == [Outcome.RETURNED]:
            self.fields["outcome"].initial = Outcome.RETURNED
            self.fields["outcome"].help_text = "结论在评估中提出并确认；材料需要修改的，在这里退回。"
        explained = "或".join(ANSWERS[outcome] for outcome in outcomes if outcome != Outcome.APPROVED)
        self.fields["remarks"].help_text = f"申报单位会看到。{explained}的必须填写。"

    def clean(self) -> dict:
        """The version is the one that was read, and whoever has to change something is told what."""
        data = super().clean() or {}
        if self.waiting is None or data.get("version") != self.waiting.pk:
            raise forms.ValidationError("您看到的版本已经审核或更换，请查看下面的最新情况，再填写审核结果。")
        if data.get("outcome") in (Outcome.RETURNED, Outcome.REFUSED) and not data.get("remarks", "").strip():
            self.add_error("remarks", "请写明理由和需要修改的内容。")
        return data


class FileForm(forms.Form):
    """A file and the place that it proves."""

    place = forms.ChoiceField(label="用于", required=False)
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        help_text="PDF、Word、Excel 或图片；整份文件用 PDF 或 Word。",
        error_messages={"required": "请先选择文件。", "invalid": "请先选择文件。"},
    )
    checked: CheckedUpload

    def __init__(self, *args, layout: Layout, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = layout.file_places
        self.fields["place"].error_messages["invalid_choice"] = "请选择文件的用途。"
        if len(layout.file_places) == 1:
            self.fields["place"].widget = forms.HiddenInput()

    def clean(self) -> dict:
        """The file may be kept; ``checked`` says what is known of it."""
        data = super().clean() or {}
        if "file" in data and "place" in data:
            allowed = DOCUMENT_TYPES if data["place"] == DOCUMENT else FILE_TYPES
            try:
                self.checked = check_upload(data["file"], allowed)
            except FileRefused as refusal:
                self.add_error("file", str(refusal))
        return data

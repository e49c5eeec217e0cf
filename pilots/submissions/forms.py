"""Forms of a submission: its page, the city's answer, a file."""

from collections.abc import Iterable, Mapping

from django import forms

from face.fields import DayInput
from files.inspection import CheckedUpload, check_upload
from files.refusals import FileRefused
from pilots.models import SubmissionVersion
from pilots.states import Outcome
from pilots.writing.layout import Group, Layout, Place, PlaceKind
from pilots.writing.versions import DOCUMENT

MOST_RADIOS = 4
DOCUMENT_TYPES = ("pdf", "docx")
FILE_TYPES = (*DOCUMENT_TYPES, "xlsx", "jpg", "jpeg", "png")
ANSWERS = {Outcome.APPROVED: "同意", Outcome.RETURNED: "退回修改", Outcome.REFUSED: "不予同意"}


class SubmissionForm(forms.Form):
    """The page of a submission; incomplete until it is handed in. What it lacks is added from outside (``say``)."""

    marks_optional = False

    def __init__(self, data: Mapping | None = None, *, layout: Layout, content: Mapping[str, str]):
        super().__init__(data, initial=content)
        self.layout = layout
        for place in layout.places.values():
            self.fields[place.name] = _field(place)

    def say(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put sentences at their places; one without a place stands above all."""
        self.is_valid()
        for name, sentence in faults:
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """Groups with their fields, in the order of the page."""
        return [(group, [self[place.name] for place in group.places]) for group in self.layout.groups]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything that is wrong, with the whole name of the place, for the summary."""
        labels = self.layout.labels
        return [
            (self[name].auto_id if name in self.fields else "", f"{labels[name]}：{message}")
            if name in self.fields
            else ("", str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]


def _field(place: Place) -> forms.Field:
    common = {"label": place.label, "help_text": place.hint, "required": False}
    if place.kind is PlaceKind.CHOICE:
        if len(place.choices) <= MOST_RADIOS:
            return forms.ChoiceField(choices=place.choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", "请选择"), *place.choices], **common)
    if place.kind is PlaceKind.LONG:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3})
    elif place.kind is PlaceKind.DAY:
        widget = DayInput()
    elif place.kind is PlaceKind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    else:
        widget = forms.TextInput()
    return forms.CharField(max_length=place.most, widget=widget, **common)


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
        help_text="申报单位会看到。退回修改或不予同意的必须填写。",
    )
    marks_optional = False

    def __init__(self, *args, outcomes: Iterable[Outcome], waiting: SubmissionVersion | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.fields["version"].initial = waiting and waiting.pk
        self.fields["outcome"].choices = [(outcome.value, ANSWERS[outcome]) for outcome in outcomes]

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

"""What the public sends to a notice: an objection."""

from django import forms

from face.fields import FilesField, checked_phone
from files.inspection import CheckedUpload, check_upload, shown_name
from files.refusals import FileRefused
from reviews.models import Objection, PublicNotice, PublicNoticeItem
from reviews.models.receipt_number import parse_number

EVIDENCE_TYPES = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png")

MOST_FILES = 5

LARGEST = 20 * 1024 * 1024  # bytes of one file

MOST_WORDS = 3000


class ObjectionForm(forms.ModelForm):
    """An objection with its evidence; ``checked`` pairs each file with what is known of it.

    ``website`` is a field that no person sees; what fills it in is a robot.
    """

    marks_optional = False

    item = forms.ModelChoiceField(
        label="对哪一项有异议",
        queryset=PublicNoticeItem.objects.none(),
        required=False,
        empty_label="整个公示",
    )
    files = FilesField(
        label="证明材料",
        required=False,
        help_text=f"选填。PDF、Word、Excel 或 JPG、PNG 图片，最多 {MOST_FILES} 个，单个不超过 20 MB。",
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    class Meta:
        model = Objection
        fields = ["item", "name", "phone", "email", "organisation", "grounds"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "grounds": forms.Textarea(attrs={"rows": 8, "maxlength": MOST_WORDS}),
        }
        labels = {"name": "您的姓名", "organisation": "您的单位"}
        help_texts = {
            "phone": "电话和邮箱至少填一项，便于核实和答复。",
            "email": "填写后，回执和答复会发到这个邮箱。",
            "organisation": "选填。",
            "grounds": "请写清楚事情经过、时间、地点和依据。",
        }
        error_messages = {
            "name": {"required": "请填写您的姓名。"},
            "grounds": {"required": "请写明事实和理由。"},
            "email": {"invalid": "请填写正确的邮箱地址，如 name@example.org。"},
        }

    checked: list[tuple]

    def __init__(self, *args, notice: PublicNotice, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = notice.items.standing()
        self.fields["item"].error_messages["invalid_choice"] = "所选项目已不在公示名单中，请重新选择。"
        self.fields["item"].label_from_instance = lambda item: (
            f"{item.number} {item.name}（{item.organisation_name}）"
        )
        self.fields["files"].widget.attrs["accept"] = ",".join(f".{each}" for each in EVIDENCE_TYPES)
        self.fields["grounds"].max_length = MOST_WORDS
        self.checked = []

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        return checked_phone(self.cleaned_data["phone"])

    def clean_grounds(self) -> str:
        """No longer than staff can read."""
        grounds = self.cleaned_data["grounds"]
        if len(grounds) > MOST_WORDS:
            raise forms.ValidationError(f"最多 {MOST_WORDS} 字，更多内容请放在证明材料中。")
        return grounds

    def clean_files(self) -> list:
        """Open every file in the sandbox; none is kept when one is refused."""
        files = self.cleaned_data["files"] or []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多 {MOST_FILES} 个文件，请合并后再选择。")
        refused = []
        for file in files:
            try:
                self.checked.append((file, _checked(file)))
            except FileRefused as refusal:
                refused.append(f"「{shown_name(file)}」：{refusal}")
        if refused:
            raise forms.ValidationError(refused)
        return files

    def clean(self) -> dict:
        """One way to reach the person, no robot; files of a form with errors have to be chosen again."""
        data = super().clean()
        if data.get("website"):
            raise forms.ValidationError("提交没有成功，请重新打开页面后再试。")
        if not data.get("phone") and not data.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", "请至少填写联系电话、电子邮箱中的一项。")
        if self.errors and self.files:
            self.add_error("files", "刚才选择的文件没有保存，请重新选择。")
        return data

    @property
    def said(self) -> dict:
        """What ``actions_objection.make_objection`` takes beside the files."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReceiptForm(forms.Form):
    """The number of a receipt; ``number`` is how it is kept."""

    receipt = forms.CharField(
        label="回执编号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="提交异议后显示的编号，以 YY 开头。",
        error_messages={"required": "请输入回执编号。"},
    )

    def clean_receipt(self) -> str:
        """Read it as it was typed."""
        if number := parse_number(self.cleaned_data["receipt"]):
            return number
        raise forms.ValidationError("回执编号由 YY 和 12 位数字、字母组成，请核对后重新输入。")


def _checked(file) -> CheckedUpload:
    if file.size > LARGEST:
        raise FileRefused("单个文件不能超过 20 MB，请压缩或拆分后再选择。")
    return check_upload(file, EVIDENCE_TYPES)


class NoteForm(forms.Form):
    """A note on what was found."""

    text = forms.CharField(
        label="核查记录",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="何时、向谁、如何核实，查到什么。只有市级工作人员能看到，保存后不能修改。",
        error_messages={"required": "请填写核查记录。"},
    )


class ResultForm(forms.Form):
    """The result of an objection: reason for the file, answer to the objector, words for the applicant."""

    marks_optional = False
    UPHELD, DISMISSED = "upheld", "not_upheld"

    outcome = forms.ChoiceField(
        label="认定结果",
        choices=[(DISMISSED, "异议不成立，名单不变"), (UPHELD, "异议成立，由另一人确认后生效")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择认定结果。"},
    )
    item = forms.ModelChoiceField(
        label="移出名单的项目",
        queryset=PublicNoticeItem.objects.none(),
        required=False,
        empty_label="不移出任何项目",
        help_text="异议成立时选择。",
    )
    told = forms.CharField(
        label="告知申报单位的移出原因",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="移出项目时必填，会发给申报单位。请勿写入异议人的任何信息。",
    )
    reason = forms.CharField(
        label="认定理由",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="存档用，只有市级工作人员能看到。",
        error_messages={"required": "请写明认定理由。"},
    )
    answer = forms.CharField(
        label="给异议人的答复",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明给异议人的答复。"},
    )

    def __init__(self, *args, objection: Objection, **kwargs):
        before = {name: getattr(objection, name) for name in ("reason", "answer", "told")}
        before |= {
            "item": objection.struck_item_id,
            "outcome": self.UPHELD if objection.return_remark else None,
        }
        super().__init__(*args, initial=before, **kwargs)
        self.objection = objection
        standing = objection.notice.items.standing()
        if objection.item_id and objection.item.is_withdrawn:
            del self.fields["item"], self.fields["told"]
        elif objection.item_id:
            del self.fields["item"]
            self.fields[
                "told"
            ].help_text = (
                f"异议成立时必填：将移出「{objection.item}」并发给申报单位。请勿写入异议人的任何信息。"
            )
        else:
            self.fields["item"].queryset = standing
        self.fields["answer"].help_text = (
            "办结后发到异议人的邮箱。" if objection.email else "异议人没有留邮箱，请按此内容电话答复。"
        )

    def clean(self) -> dict:
        """Taking a line off needs words for its applicant."""
        data = super().clean()
        item = self.objection.item or data.get("item")
        strikes = item is not None and not item.is_withdrawn
        if data.get("outcome") == self.UPHELD and strikes and not data.get("told", "").strip():
            self.add_error("told", "请写明告知申报单位的移出原因。")
        return data


class ReturnForm(forms.Form):
    """Why a proposal that an objection holds is returned, and which one."""

    remark = forms.CharField(
        label="退回意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="发给提出人。",
        error_messages={"required": "请写明退回意见。"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

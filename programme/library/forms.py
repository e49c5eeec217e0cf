"""What staff enter about the library."""

from django import forms

from accounts.districts import District
from accounts.forms import checked_uscc
from accounts.names import check_name
from programme.models import Cycle, LibraryEntry
from programme.notice import Field, Sheet, form_of
from programme.states import LibraryState

NATIONAL_KINDS = ("气候投融资试点", "气候适应型城市建设试点")  # NAT-1, Notice §一.4


class NationalForm(forms.Form):
    """A pilot that the national ministry arranged (NAT-1)."""

    kind = forms.ChoiceField(label="试点类别", choices=[(kind, kind) for kind in NATIONAL_KINDS])
    name = forms.CharField(
        label="名称",
        max_length=160,
        help_text="如：示例区国家级气候投融资试点。",
        validators=[check_name],
    )
    organisation_name = forms.CharField(label="实施主体", max_length=200, validators=[check_name])
    district = forms.ChoiceField(
        label="所在区", choices=[("", "全市或未定"), *District.choices], required=False
    )
    cycle = forms.ModelChoiceField(label="列入年度", queryset=Cycle.objects.all(), empty_label="请选择")
    basis = forms.CharField(
        label="文件依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="国家主管部门公布试点的文件名称和文号。",
        error_messages={"required": "请填写国家主管部门公布该试点的文件。"},
    )

    @property
    def fields_of_entry(self) -> dict:
        """What ``programme.library.actions.enter_national`` takes."""
        data = dict(self.cleaned_data)
        kind, name = data.pop("kind"), data.pop("name")
        return data | {"name": name if kind in name else f"{kind}：{name}"}


RESULTS = {
    "kept": ("评审后没有入选，纳入项目库", LibraryState.KEPT, False),
    "untitled": ("入选试点，已完成，没有获评优秀", LibraryState.SELECTED, True),
    "selected": ("入选试点", LibraryState.SELECTED, False),
    "not_eligible": ("不符合申报条件", LibraryState.NOT_ELIGIBLE, False),
}  # what became of a paper application: choice → words, state, whether a pilot ended without the title


class EarlierForm(forms.Form):
    """A paper application of an earlier year (ELI-R)."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2099, help_text="当年参加评选的年度。")
    number = forms.CharField(
        label="编号", max_length=20, help_text="纸质申报当年的编号。", validators=[check_name]
    )
    sheet = forms.ChoiceField(label="类型", choices=[("", "请选择"), *Sheet.choices])
    field = forms.ChoiceField(label="领域", choices=[("", "未定"), *Field.choices], required=False)
    organisation_name = forms.CharField(label="申报单位名称", max_length=200, validators=[check_name])
    organisation_code = forms.CharField(
        label="统一社会信用代码",
        max_length=30,
        help_text="申报单位凭这个代码再次申报；单位尚未在平台登记的也可以录入。",
    )
    name = forms.CharField(
        label="项目名称",
        max_length=200,
        help_text="不按项目申报的，填写申报主体名称。",
        validators=[check_name],
    )
    district = forms.ChoiceField(label="所在区", choices=[("", "未定"), *District.choices], required=False)
    result = forms.ChoiceField(
        label="评选结果",
        choices=[(key, words) for key, (words, _, _) in RESULTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评选结果。"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="纸质档案的编号、存放处，或公布结果的文件。",
        error_messages={"required": "请写明录入的依据。"},
    )

    def clean_organisation_code(self) -> str:
        """The code with its check character verified."""
        return checked_uscc(self.cleaned_data["organisation_code"])

    def clean(self) -> dict:
        """Hold the field against the type."""
        data = super().clean() or {}
        field, sheet = data.get("field"), data.get("sheet")
        if field and sheet and Field(field) not in form_of(sheet).fields:
            self.add_error("field", "所选类型没有这个领域，请重新选择。")
        return data

    @property
    def fields_of_entry(self) -> dict:
        """What ``programme.library.earlier.enter_earlier`` takes."""
        data = dict(self.cleaned_data)
        _, state, untitled = RESULTS[data.pop("result")]
        return data | {"state": state, "ended_untitled": untitled}


class GradeForm(forms.Form):
    """The grade of one entry (LIB-1)."""

    grade = forms.ChoiceField(
        label="分级", choices=[("", "未分级"), *LibraryEntry.Grade.choices], required=False
    )

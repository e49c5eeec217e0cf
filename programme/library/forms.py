"""What staff enter about the library."""

from django import forms

from accounts.districts import District
from programme.models import Cycle, LibraryEntry

NATIONAL_KINDS = ("气候投融资试点", "气候适应型城市建设试点")  # NAT-1, Notice §一.4


class NationalForm(forms.Form):
    """A pilot that the national ministry arranged (NAT-1)."""

    kind = forms.ChoiceField(label="试点类别", choices=[(kind, kind) for kind in NATIONAL_KINDS])
    name = forms.CharField(label="名称", max_length=160, help_text="如：示例区国家级气候投融资试点。")
    organisation_name = forms.CharField(label="实施主体", max_length=200)
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


class GradeForm(forms.Form):
    """The grade of one entry (LIB-1)."""

    grade = forms.ChoiceField(
        label="分级", choices=[("", "未分级"), *LibraryEntry.Grade.choices], required=False
    )

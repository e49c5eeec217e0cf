"""Forms of a score sheet: conflict, scores, reopening (REV-2, REV-3)."""

from collections.abc import Mapping

from django import forms

from reviews.models import Criterion
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.saving import Saved, name_of, texts_of
from reviews.states import DECLARABLE, Conflict


class ConflictForm(forms.Form):
    """A declared conflict of interest (REV-2)."""

    conflict = forms.ChoiceField(
        label="利益关系",
        choices=[(kind.value, Conflict(kind).label) for kind in DECLARABLE],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择利益关系的种类。"),
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选择其他情形的，请说明。",
        error_messages={"max_length": "说明不超过 300 字。"},
    )

    def clean(self) -> dict:
        """Another kind of conflict says nothing by itself."""
        data = super().clean()
        if data.get("conflict") == Conflict.OTHER and not data.get("note"):
            self.add_error("note", "请说明是什么情形。")
        return data


class ScoreForm(forms.Form):
    """A score sheet: one number per criterion, and remarks. Incomplete while it is only saved (REV-3)."""

    marks_optional = False

    remarks = forms.CharField(
        label="评审意见（选填）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="优点、不足和对方案的建议，供市级工作人员参考。",
        error_messages={"max_length": "评审意见不超过 2000 字。"},
    )

    def __init__(self, criteria: list[Criterion], *args, complete: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[name_of(criterion)] = self._score(criterion, complete)
        self.order_fields([*map(name_of, criteria), "remarks"])

    @staticmethod
    def _score(criterion: Criterion, complete: bool) -> forms.DecimalField:
        attrs = {
            "step": "0.5",
            "inputmode": "decimal",
            "autocomplete": "off",
            "data-weight": criterion.weight,
            "data-scale": criterion.scale,
        }
        too_much = f"请填写 0 至 {criterion.scale} 之间的分数。"
        return forms.DecimalField(
            label=f"{criterion.name}（权重 {criterion.weight}%，满分 {criterion.scale} 分）",
            help_text=criterion.guidance,
            required=complete,
            min_value=0,
            max_value=criterion.scale,
            decimal_places=1,
            max_digits=5,
            widget=forms.NumberInput(attrs=attrs),
            error_messages={
                "required": too_much,
                "min_value": too_much,
                "max_value": too_much,
                "invalid": too_much,
                "max_digits": too_much,
                "max_whole_digits": too_much,
                "max_decimal_places": "最多保留一位小数。",
            },
        )

    @property
    def lines(self) -> list[forms.BoundField]:
        """The bound field of each criterion."""
        return [self[name_of(criterion)] for criterion in self.criteria]

    @property
    def scores(self) -> dict[str, str]:
        """Criterion id → score, as a sheet keeps it; what is blank is left out."""
        values = ((c, self.cleaned_data.get(name_of(c))) for c in self.criteria)
        return {str(c.pk): str(value.normalize() + 0) for c, value in values if value is not None}


def faults_of(saved: Saved, data: Mapping[str, str]) -> list[dict]:
    """What is wrong with a sheet as a window has it after a save, or missing before it is submitted.

    Returns:
        What ``static/face/js/faults.js`` shows: anchor, message, said (with the label), missing.
    """
    criteria = rubric_of(saved.sheet.panel.cycle, saved.sheet.panel.pilot_type)
    texts = {name: data.get(name, text) for name, text in texts_of(saved.sheet, criteria).items()}
    form = ScoreForm(criteria, texts, complete=True)
    return [
        {
            "anchor": form[name].id_for_label,
            "message": error.messages[0],
            "said": f"{form[name].label}：{error.messages[0]}",
            "missing": error.code == "required",
        }
        for name, errors in form.errors.as_data().items()
        for error in errors[:1]
    ]


class ReopenForm(forms.Form):
    """Why a final sheet is reopened (REV-3)."""

    reason = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="专家会看到原因；退回和原分数记入日志。",
        error_messages={"required": "请写明退回原因。", "max_length": "退回原因不超过 500 字。"},
    )


class LackForm(forms.Form):
    """Why a sheet that was not handed in is not waited for any more (REV-3)."""

    reason = forms.CharField(
        label="不再等待的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="专家会看到原因；办理人和原因记入日志，并列在评分表旁。",
        error_messages={"required": "请写明原因。", "max_length": "原因不超过 200 字。"},
    )

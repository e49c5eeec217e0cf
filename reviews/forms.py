"""Forms of the evaluation: panels, sheets, declarations, decisions."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from applications.forms_recommender import today
from pilots.models import Cycle
from pilots.programme import FIELDS_OF, Field, PilotType
from reviews.models import Criterion, Decision, Panel
from reviews.ranking import sheets_of
from reviews.scoring import VALID_FROM
from reviews.states import DECLARABLE, Conflict


def fields_of_type(pilot_type: str) -> list[Field]:
    """Fields that applications of a type are about."""
    return [field for sheet in sheets_of(pilot_type) for field in FIELDS_OF[sheet]]


def _grouped_fields() -> list[tuple]:
    """All fields, under the name of their type."""
    return [
        (kind.label, [(field.value, field.label) for field in fields_of_type(kind)]) for kind in PilotType
    ]


class ReviewerChoice(forms.ModelMultipleChoiceField):
    """Reviewers, each named with the own organisations, so that closeness is seen."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        """Name and organisations."""
        places = "、".join(place.name for place in user.organisations.all())
        return f"{user.name}（{places}）" if places else user.name


class AddReviewerForm(forms.Form):
    """One more reviewer for a panel at work."""

    reviewer = forms.ModelChoiceField(
        label="增补评审专家", queryset=User.objects.none(), empty_label="请选择"
    )

    def __init__(self, *args, panel: Panel, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = User.objects.reviewers().exclude(panels=panel)


class PanelForm(forms.ModelForm):
    """A new panel for a cycle, type and field (REV-2)."""

    field = forms.ChoiceField(
        label="领域",
        required=False,
        choices=lambda: [("", "该类型的全部领域"), *_grouped_fields()],
    )
    reviewers = ReviewerChoice(
        label="评审专家",
        queryset=User.objects.none(),
        help_text=f"至少 {VALID_FROM} 人；专家可能回避，建议 5 人以上（有效评分表达到 5 份时，去掉一个最高分和一个最低分）。",
        error_messages={"required": "请选择评审专家。"},
    )

    class Meta:
        model = Panel
        fields = ["cycle", "pilot_type", "field", "name", "reviewers", "due"]
        widgets = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"due": "专家应在当日结束前提交评分表。"}
        error_messages = {
            "pilot_type": {"required": "请选择试点类型。"},
            "name": {"required": "请填写评审组名称。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = User.objects.reviewers().prefetch_related("organisations")
        self.fields["cycle"].empty_label = None
        self.fields["pilot_type"].choices = [("", "请选择"), *PilotType.choices]

    def clean_reviewers(self):
        """Fewer members than valid sheets needed would never give a result (REV-3)."""
        reviewers = self.cleaned_data["reviewers"]
        if len(reviewers) < VALID_FROM:
            raise ValidationError(
                f"请至少选择 {VALID_FROM} 位专家：有效评分表不足 {VALID_FROM} 份没有评审结果。"
            )
        return reviewers

    def clean_due(self) -> date | None:
        """A day on which reviewers can still score."""
        day = self.cleaned_data["due"]
        if day and day < today():
            raise ValidationError("评分截止日期不能早于今天。")
        return day

    def clean(self) -> dict:
        """The field belongs to the type, and the name is new in its cycle."""
        data = super().clean()
        pilot_type, field = data.get("pilot_type"), data.get("field")
        if pilot_type and field and field not in fields_of_type(pilot_type):
            self.add_error("field", f"该领域不属于{PilotType(pilot_type).label}。")
        if Panel.objects.filter(cycle=data.get("cycle"), name=data.get("name")).exists():
            self.add_error("name", "本年度已有同名的评审组，请换一个名称。")
        return data


class PanelChoiceForm(forms.Form):
    """Which cycle the list of panels shows."""

    cycle = forms.ModelChoiceField(
        label="年度",
        required=False,
        queryset=Cycle.objects.all(),
        to_field_name="year",
        empty_label="全部年度",
    )


class RankingForm(forms.Form):
    """Which ranking is shown; everything in the URL."""

    cycle = forms.ModelChoiceField(
        label="年度", queryset=Cycle.objects.all(), to_field_name="year", empty_label=None
    )
    type = forms.ChoiceField(label="试点类型", choices=PilotType.choices)
    field = forms.ChoiceField(
        label="领域", required=False, choices=lambda: [("", "全部领域"), *_grouped_fields()]
    )


class PutForm(forms.Form):
    """Accepted applications to put before a panel."""

    applications = forms.ModelMultipleChoiceField(queryset=None)

    def __init__(self, *args, fitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = fitting


class ReopenForm(forms.Form):
    """Why a final sheet is reopened (REV-3)."""

    reason = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="专家会看到原因；退回和原分数记入日志。",
        error_messages={"required": "请写明退回原因。"},
    )


class DecisionForm(forms.Form):
    """The decision on a reviewed application (REV-3, REV-5)."""

    outcome = forms.ChoiceField(
        label="决定",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择决定。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="内部留存，记入日志，申报单位看不到。",
        error_messages={"required": "请写明理由。"},
    )
    remarks = forms.CharField(
        label="评审意见",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="发给申报单位；列为试点的，其方案应当逐条回应。",
    )


class ConflictForm(forms.Form):
    """A declared conflict of interest (REV-2)."""

    conflict = forms.ChoiceField(
        label="利益关系",
        choices=[(kind.value, Conflict(kind).label) for kind in DECLARABLE],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择利益关系的种类。"},
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选择其他情形的，请说明。",
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
    )

    def __init__(self, criteria: list[Criterion], *args, complete: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[self._key(criterion)] = self._score(criterion, complete)
        self.order_fields([*map(self._key, criteria), "remarks"])

    @staticmethod
    def _key(criterion: Criterion) -> str:
        return f"score_{criterion.pk}"

    @staticmethod
    def _score(criterion: Criterion, complete: bool) -> forms.DecimalField:
        attrs = {
            "step": "0.5",
            "inputmode": "decimal",
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
                "max_decimal_places": "最多保留一位小数。",
            },
        )

    @classmethod
    def initial_of(cls, criteria: list[Criterion], scores: dict, remarks: str) -> dict:
        """Initial values from what a sheet has kept."""
        return {cls._key(c): Decimal(str(scores[str(c.pk)])) for c in criteria if str(c.pk) in scores} | {
            "remarks": remarks
        }

    @property
    def lines(self) -> list[forms.BoundField]:
        """The bound field of each criterion."""
        return [self[self._key(criterion)] for criterion in self.criteria]

    @property
    def scores(self) -> dict[str, str]:
        """Criterion id → score, as a sheet keeps it; what is blank is left out."""
        values = ((c, self.cleaned_data.get(self._key(c))) for c in self.criteria)
        return {str(c.pk): str(value.normalize() + 0) for c, value in values if value is not None}

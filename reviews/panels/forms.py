"""Forms of the panels (REV-2)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from face.fields import today
from programme.notice import PilotType
from reviews.models import Panel
from reviews.ranking.rows import reviewable
from reviews.scoring.totals import RULE_TEXT, TOO_FEW_TEXT, TRIM_FROM, VALID_FROM
from reviews.season import fields_of_type, grouped_fields


class ReviewerChoice(forms.ModelMultipleChoiceField):
    """Reviewers, each named with the own organisations, so that closeness is seen."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        """Name and organisations."""
        places = "、".join(place.name for place in user.organisations.all())
        return f"{user.name}（{places}）" if places else user.name


class AddReviewerForm(forms.Form):
    """One more reviewer for a panel at work, and why this one; another person confirms it (REV-2)."""

    reviewer = forms.ModelChoiceField(
        label="增补评审专家",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择要增补的评审专家。"},
    )
    reason = forms.CharField(
        label="增补理由",
        max_length=300,
        error_messages={"required": "请写明为什么增补、为什么选这位专家。"},
    )

    def __init__(self, *args, panel: Panel, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = User.objects.who_may(Capability.REVIEW).exclude(panels=panel)


class DueForm(forms.ModelForm):
    """The last day for the sheets of a panel."""

    class Meta:
        model = Panel
        fields = ["due"]
        widgets = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"due": "专家应在当日结束前提交评分表。截止前 3 天和 1 天自动提醒没有提交的专家。"}

    def clean_due(self) -> date | None:
        """A day on which reviewers can still score."""
        day = self.cleaned_data["due"]
        if day and day < today():
            raise ValidationError("评分截止日期不能早于今天。")
        return day


class PanelForm(DueForm):
    """A new panel for a cycle, type and field (REV-2)."""

    field = forms.ChoiceField(
        label="领域",
        required=False,
        choices=lambda: [("", "该类型的全部领域"), *grouped_fields()],
    )
    reviewers = ReviewerChoice(
        label="评审专家",
        queryset=User.objects.none(),
        required=False,
        help_text=f"不选的，组建后随机抽取。选定的，须写明理由并由另一人确认，"
        f"至少 {VALID_FROM} 人；专家可能回避，建议 {TRIM_FROM} 人以上"
        f"（{RULE_TEXT}）。",
    )

    reason = forms.CharField(
        label="选定专家的理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="选定专家的必填。记入日志，确认人据此核对。",
    )

    field_order = ("cycle", "pilot_type", "field", "name", "reviewers", "reason", "due")

    class Meta(DueForm.Meta):
        fields = ["cycle", "pilot_type", "field", "name", "reviewers", "due"]
        error_messages = {
            "pilot_type": {"required": "请选择试点类型。"},
            "name": {"required": "请填写评审组名称。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = User.objects.who_may(Capability.REVIEW).prefetch_related(
            "organisations"
        )
        self.fields["cycle"].empty_label = None
        self.fields["pilot_type"].choices = [("", "请选择"), *PilotType.choices]

    def clean_reviewers(self):
        """Fewer members than valid sheets needed would never give a result (REV-3)."""
        reviewers = self.cleaned_data["reviewers"]
        if 0 < len(reviewers) < VALID_FROM:
            raise ValidationError(f"请至少选择 {VALID_FROM} 位专家，或先不选：{TOO_FEW_TEXT}，没有评审结果。")
        return reviewers

    def clean(self) -> dict:
        """The field belongs to the type, there is or may come something to review, the name is new in its cycle."""
        data = super().clean()
        pilot_type, field, cycle = data.get("pilot_type"), data.get("field"), data.get("cycle")
        if pilot_type and field and field not in fields_of_type(pilot_type):
            self.add_error("field", f"该领域不属于{PilotType(pilot_type).label}。")
        elif pilot_type and cycle and cycle.closed_at and not reviewable(cycle, pilot_type, field).exists():
            what = PilotType(pilot_type).label + ("的这个领域" if field else "")
            self.add_error("cycle", f"{cycle.year} 年度已截止，{what}没有待评审的申报，不能组建评审组。")
        if data.get("reviewers") and not data.get("reason"):
            self.add_error("reason", "请写明选定这些专家的理由，或先不选、组建后抽取。")
        if Panel.objects.filter(cycle=data.get("cycle"), name=data.get("name")).exists():
            self.add_error("name", "本年度已有同名的评审组，请换一个名称。")
        return data


class PutForm(forms.Form):
    """Accepted applications to put before a panel."""

    applications = forms.ModelMultipleChoiceField(queryset=None)

    def __init__(self, *args, fitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = fitting


class ReviewerForm(forms.Form):
    """A reviewer, and why."""

    reviewer = forms.ModelChoiceField(
        label="专家",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择专家。"},
    )
    reason = forms.CharField(label="原因", max_length=300, error_messages={"required": "请填写原因。"})

    def __init__(self, *args, reviewers: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers.order_by("name", "pk")


class TakeOutForm(ReviewerForm):
    """Who leaves a panel, and why."""

    def __init__(self, *args, panel: Panel, **kwargs):
        super().__init__(*args, reviewers=panel.reviewers, **kwargs)


class ExcludeForm(ReviewerForm):
    """Who must not review which application, and why."""

    application = forms.ModelChoiceField(
        label="申报",
        queryset=Application.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择申报。"},
    )

    field_order = ("application", "reviewer", "reason")

    def __init__(self, *args, applications: QuerySet, **kwargs):
        super().__init__(*args, reviewers=User.objects.who_may(Capability.REVIEW), **kwargs)
        self.fields["application"].queryset = applications
        self.fields["application"].label_from_instance = lambda each: f"{each.number} {each.entry.name}"


class ReturnChangeForm(forms.Form):
    """Why a change that another person proposed is not agreed to."""

    remark = forms.CharField(
        label="不同意的意见", max_length=300, error_messages={"required": "请写明不同意的意见。"}
    )

"""Forms of the pool of reviewers (REV-2)."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from accounts.forms import OrganisationChoice
from accounts.models import Organisation, User
from face.lists import ListFilter, WordsFilter
from programme.notice import PilotType
from reviews.models import Expertise, ReviewerProfile
from reviews.season import fields_of_type
from reviews.states import DECLARABLE, Conflict, ScoreSheetState


def areas_by_type() -> list[tuple]:
    """Types and fields a reviewer may know, under the name of their type; the type itself stands for all its fields."""
    return [
        (
            kind.label,
            [(kind.value, f"{kind.label}（全部领域）")]
            + [(field.value, field.label) for field in fields_of_type(kind)],
        )
        for kind in PilotType
    ]


def with_sheets_of(reviewers: QuerySet, cycle_id: int | None) -> QuerySet:
    """Add ``sheets`` and ``done``: what was handed to each in a cycle and not recused, and what of it is submitted."""
    own = Q(score_sheets__panel__cycle=cycle_id)
    recused = Q(score_sheets__state=ScoreSheetState.RECUSED)
    submitted = Q(score_sheets__state=ScoreSheetState.SUBMITTED)
    return reviewers.annotate(
        sheets=Count("score_sheets", filter=own & ~recused, distinct=True),
        done=Count("score_sheets", filter=own & submitted, distinct=True),
    )


def without_place() -> Q:
    """Reviewers of whom no organisation is known, so that no conflict can be seen."""
    nothing = Q(reviewer_profile=None) | Q(reviewer_profile__organisation=None, reviewer_profile__employer="")
    return Q(memberships=None) & nothing


class PoolFilter(ListFilter):
    """The pool by words, expertise, availability and what is missing."""

    SORTS = {"name": "name", "sheets": "sheets", "done": "done"}
    DEFAULT_SORT = "name"

    q = WordsFilter(label="姓名、单位", method="by_words")
    area = django_filters.ChoiceFilter(
        label="熟悉的类型或领域", choices=areas_by_type, method="by_area", empty_label="全部"
    )
    available = django_filters.ChoiceFilter(
        label="能否参加",
        choices=[("yes", "可以参加"), ("no", "暂不参加")],
        method="by_available",
        empty_label="全部",
    )
    place = django_filters.ChoiceFilter(
        label="单位", choices=[("none", "未填写单位")], method="by_place", empty_label="全部"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Reviewers whose name or organisation holds the words."""
        profile = Q(reviewer_profile__employer__icontains=value) | Q(
            reviewer_profile__organisation__name__icontains=value
        )
        member = Q(pk__in=User.objects.filter(organisations__name__icontains=value).values("pk"))
        return queryset.filter(Q(name__icontains=value) | profile | member)

    def by_area(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Reviewers who named the type or the field."""
        return queryset.filter(pk__in=Expertise.objects.filter(area=value).values("reviewer"))

    def by_available(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Reviewers who can take part, or cannot at present."""
        away = Q(reviewer_profile__available=False)
        return queryset.filter(~away if value == "yes" else away)

    def by_place(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Reviewers of whom no organisation is known."""
        return queryset.filter(without_place())


class OwnProfileForm(forms.ModelForm):
    """What a reviewer says of the own person."""

    areas = forms.MultipleChoiceField(
        label="熟悉的类型或领域",
        required=False,
        choices=areas_by_type,
        widget=forms.CheckboxSelectMultiple,
        help_text="抽取专家时，熟悉该类型或该领域的优先。",
    )

    class Meta:
        model = ReviewerProfile
        fields = ["employer", "title", "areas", "available"]
        labels = {"employer": "所在单位全称"}
        help_texts = {
            "employer": "用于核对回避：与申报单位或推荐单位相同，或是其内设部门的，系统自动回避。",
            "available": "不勾选的，不参加以后的抽取；已分配的评审任务不受影响。",
        }

    def __init__(self, *args, reviewer: User, **kwargs):
        known = Expertise.objects.filter(reviewer=reviewer).values_list("area", flat=True)
        super().__init__(*args, initial={"areas": list(known)}, **kwargs)


class ProfileForm(OwnProfileForm):
    """What city staff keep of a reviewer: also the organisation and a note of their own."""

    organisation = OrganisationChoice(
        label="所在单位（平台上的单位）",
        queryset=Organisation.objects.order_by("kind", "name"),
        required=False,
        empty_label="不在列表中",
        help_text="专家不评审本单位的申报，也不评审本单位推荐的申报。",
    )

    class Meta(OwnProfileForm.Meta):
        fields = ["organisation", "employer", "title", "areas", "available", "note"]
        labels = {"employer": "所在单位全称（不在列表中时填写）"}
        help_texts = OwnProfileForm.Meta.help_texts | {"note": "仅市级工作人员可见。"}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class ConflictDeclarationForm(forms.Form):
    """A tie with an organisation, declared ahead (REV-2)."""

    kind = forms.ChoiceField(
        label="利益关系",
        choices=[(kind.value, Conflict(kind).label) for kind in DECLARABLE],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择利益关系的种类。"},
    )
    organisation = forms.CharField(
        label="单位全称",
        max_length=120,
        help_text="请按营业执照或法人证书填写全称。",
        error_messages={"required": "请填写单位全称。"},
    )
    uscc = forms.CharField(
        label="统一社会信用代码",
        max_length=18,
        required=False,
        help_text="填写后，单位改名也能识别。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="选择其他情形的，请说明。")

    def clean_uscc(self) -> str:
        """In capitals, as the register writes it."""
        return self.cleaned_data["uscc"].strip().upper()

    def clean(self) -> dict:
        """Another kind of conflict says nothing by itself."""
        data = super().clean()
        if data.get("kind") == Conflict.OTHER and not data.get("note"):
            self.add_error("note", ValidationError("请说明是什么情形。"))
        return data

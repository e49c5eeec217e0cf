"""What is asked of an application: recommender, materials, what needs a reason, paper (REC-1, MAT-*, ELI-L)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from accounts.models import Organisation
from applications.states import Route
from programme.models import AuthorityField
from programme.notice import (
    AGAIN_MATERIALS,
    CENTRE_ADDRESS,
    CENTRE_NAME,
    PAPER_COPIES,
    Field,
    Material,
    form_of,
)


def recommenders_for(application):
    """Recommenders that the application may be sent to (REC-1, A3 §三.一).

    A zone goes to the bureau of the district it lies in; a park also to a city industry authority. Others go to any:
    first the bureau of the own district, then the authorities of the own field, then those that need a reason.
    """
    bureau = Organisation.objects.filter(kind=Organisation.Kind.BUREAU)
    authority = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
    if not application.programme.must_be_recommended:
        return (bureau | authority).alias(place=_place(application)).order_by("place", "-kind", "pk")
    own = bureau.filter(district=application.district or "-")
    by_authority = application.programme_form.by_authority
    return (own | authority).order_by("-kind", "pk") if by_authority else own


def _place(application) -> Case:
    """Where a recommender stands in the choice: 0 own district, 1 own field, 2 needs a reason."""
    held = AuthorityField.objects.filter(authority=OuterRef("pk"), field=application.field or "-")
    own_district = Q(kind=Organisation.Kind.BUREAU, district=application.district or "-")
    own_field = Q(Exists(held), kind=Organisation.Kind.AUTHORITY)
    return Case(When(own_district, then=Value(0)), When(own_field, then=Value(1)), default=Value(2))


GROUPS = ("所在区生态环境部门", "主管本领域的部门", "其他推荐单位（须说明理由）")


def recommender_groups(application) -> list[tuple[str, list[Organisation]]]:
    """The recommenders of ``recommenders_for`` under their headings; zones have one group without a heading."""
    if application.programme.must_be_recommended:
        return [("", list(recommenders_for(application)))]
    placed = list(recommenders_for(application).annotate(group=_place(application)))
    groups = [
        (name, [member for member in placed if member.group == place]) for place, name in enumerate(GROUPS)
    ]
    return [(name, members) for name, members in groups if members]


REMIT = "recommender"  # key of the reason why another recommender than that of the own district or field is chosen


def outside_remit(application) -> bool:
    """Whether its recommender is neither the bureau of its district nor an authority of its field (REC-1).

    Nothing is asked before district and field are chosen, nor of zones: their place decides alone.
    """
    if application.programme.must_be_recommended or application.route != Route.RECOMMENDED:
        return False
    recommender = application.recommender
    if recommender is None or not (application.district and application.field):
        return False
    if recommender.kind == Organisation.Kind.BUREAU:
        return recommender.district != application.district
    return not recommender.fields_in_charge.filter(field=application.field).exists()


def remit_norm(application) -> "Norm":
    """What is asked where the recommender is not the one of the own district or field."""
    recommender = application.recommender
    if recommender.kind == Organisation.Kind.BUREAU:
        place = f"项目在{application.get_district_display()}"
    else:
        place = f"{recommender.name}不主管「{application.get_field_display()}」领域"
    return Norm(
        REMIT, f"{place}，由{recommender.name}推荐（推荐单位一般为所在区生态环境部门或主管本领域的部门）"
    )


def materials_for(application) -> list[Material]:
    """The material list, with what the answers make necessary (MAT-T: the study, when the form says so).

    One that comes again needs only the report on progress and results beside the form (ELI-R).
    """
    if application.previous_entry_id:
        return list(AGAIN_MATERIALS)
    lines = []
    for material in application.programme_form.materials:
        if material.key == "study" and application.answers.get("has_proposal") is True:
            material = replace(material, required=True)
        lines.append(material)
    return lines


def in_order(application, attachments) -> list:
    """Files of the draft as they stand on its page: by the lines of the material list, within a line by position."""
    lines = [material.key for material in materials_for(application)]
    return sorted(
        attachments,
        key=lambda each: (
            lines.index(each.material) if each.material in lines else len(lines),
            each.position,
            each.pk,
        ),
    )


def paper_wanted(application) -> str:
    """What is brought to the centre on paper, in one sentence: all the materials, bound, in five copies (MAT-W).

    A form without a declaration (zones) has no place for the applicant's stamp: it goes on the cover.
    """
    stamped = "签字盖章" if application.form.declaration else "在封面加盖公章"
    return (
        f"请打印申报材料合订本（申报表和全部证明材料），{stamped}后一式{PAPER_COPIES}份"
        f"送至{CENTRE_NAME}（{CENTRE_ADDRESS}）。未并入合订本的材料另行打印，附在每一份之后。"
    )


@dataclass(frozen=True)
class Norm:
    """Something in principle asked for that the application does without: it does not block, but asks for a reason."""

    key: str
    text: str


PROOFS = "proofs"  # the key of the reason


def proofs_lacking(application, present: Collection[str]) -> list[Norm]:
    """Whether the application comes without any of the supporting proofs that the notice asks for (MAT-T, A1 §三.1; MAT-L,
    A2 §三.一; MAT-P and MAT-C, A3 §三.一).

    One that comes again needs none (ELI-R); where one of them is required, its own line asks for it.

    Args:
        present: keys of the lines of the material list that have a file.
    """
    asked = [material for material in materials_for(application) if material.proves]
    if application.previous_entry_id or any(
        material.required or material.key in present for material in asked
    ):
        return []
    names = "、".join(material.name for material in asked)
    return [Norm(PROOFS, f"未附{names}（通知要求随申报表提供证明材料）")]


def norms_outside(application) -> list[Norm]:
    """All that asks for a reason here: the "原则上" rules, and a recommender of another district or field (REC-1)."""
    norms = answer_norms(application)
    return [*norms, remit_norm(application)] if outside_remit(application) else norms


def answer_norms(application) -> list[Norm]:
    """The "原则上" rules that ask for a reason here (programme §3, ELI-L, ELI-P, A1 §三.2)."""
    answers, form, found = application.answers, application.programme_form, []
    if form.area_km2:
        area = _decimal(answers.get("area_km2"))
        low, high = form.area_km2
        if area is not None and not low <= area <= high:
            found.append(
                Norm(
                    "park_area",
                    f"原则上区域面积应在 {low} 平方公里以上，{high} 平方公里以内；申报面积为 {area} 平方公里",
                )
            )
    if form.project_months:
        months = _months(answers.get("construction_period"))
        if months is not None and months > form.project_months:
            found.append(
                Norm(
                    "period",
                    f"项目实施周期原则上不超过 {form.project_months // 12} 年，申报周期为 {months} 个月",
                )
            )
    if form.carbon_market and "in_market" not in application.confirmed_conditions:
        found.append(
            Norm(
                "market",
                "申报主体原则上应为注册在本市的纳入全国碳市场和本市试点碳市场管理的重点排放单位和一般报告单位，"
                "鼓励自愿参与；未纳入的，请说明自愿参与的理由",
            )
        )
    return found


def reasons_asked(application, present: Collection[str]) -> list[Norm]:
    """Everything that needs a reason here: norms that it lies outside of, supporting proofs that it lacks.

    Args:
        present: as ``proofs_lacking``.
    """
    return [*norms_outside(application), *proofs_lacking(application, present)]


def _decimal(value) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _months(period) -> int | None:
    """Length in months, both ends included, of a stored month range."""
    try:
        (y1, m1), (y2, m2) = (map(int, end.split("-")) for end in period)
    except (TypeError, ValueError, AttributeError):
        return None
    return (y2 - y1) * 12 + m2 - m1 + 1


def field_choices(sheet: str) -> list[tuple[str, str]]:
    """Fields that an application on this form may be about."""
    return [(field.value, Field(field).label) for field in form_of(sheet).fields]

"""What is asked of an application: recommender, materials, norms that need a reason (REC-1, MAT-T, ELI-L)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from accounts.models import Organisation
from programme.notice import AGAIN_MATERIALS, Field, Material, form_of


def recommenders_for(application):
    """Recommenders that the application may be sent to (REC-1, A3 §三.一).

    A zone goes to the bureau of the district it lies in; a park also to a city industry authority.
    """
    bureau = Organisation.objects.filter(kind=Organisation.Kind.BUREAU)
    authority = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
    if not application.programme.must_be_recommended:
        return (bureau | authority).order_by("kind", "pk")
    own = bureau.filter(district=application.district or "-")
    by_authority = application.programme_form.by_authority
    return (own | authority).order_by("-kind", "pk") if by_authority else own


def materials_for(application) -> list[Material]:
    """The material list, with what the answers make necessary (MAT-T: the study, when the form says so).

    One that comes again needs only the report on progress and results beside the form (ELI-R).
    """
    if application.previous_id:
        return list(AGAIN_MATERIALS)
    lines = []
    for material in application.programme_form.materials:
        if material.key == "study" and application.answers.get("has_proposal") is True:
            material = Material(material.key, material.name, material.hint, True)
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


@dataclass(frozen=True)
class Norm:
    """An "in principle" rule that the application lies outside of: it does not block, but asks for a reason."""

    key: str
    text: str


def norms_outside(application) -> list[Norm]:
    """The "原则上" rules that ask for a reason here (programme §3, ELI-L, ELI-P, A1 §三.2)."""
    answers, form, found = application.answers, application.programme_form, []
    if form.area_km2:
        area = _decimal(answers.get("area_km2"))
        low, high = form.area_km2
        if area is not None and not low <= area <= high:
            found.append(
                Norm(
                    "park_area", f"园区面积原则上在 {low} 至 {high} 平方公里之间，申报面积为 {area} 平方公里"
                )
            )
    if form.project_months:
        months = _months(answers.get("construction_period"))
        if months is not None and months > form.project_months:
            found.append(
                Norm(
                    "period", f"项目实施周期原则上不超过 {form.project_months} 个月，申报周期为 {months} 个月"
                )
            )
    if form.carbon_market and "in_market" not in application.confirmed_conditions:
        found.append(
            Norm("market", "申报主体原则上为在本市注册并纳入碳市场管理的单位；未纳入的，请说明自愿参与的理由")
        )
    return found


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

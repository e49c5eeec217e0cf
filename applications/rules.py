"""Who may do what to an application, and what it still lacks. Pure questions, no writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.urls import reverse

from accounts.models import Organisation
from accounts.rules import is_city_staff, is_member, is_recommender, may_submit_for
from applications.carbon import history, reduction
from applications.carbon.annex import TITLE, basis
from applications.states import EDITABLE, Route
from pilots.programme import (
    AGAIN_MATERIALS,
    CONDITIONS,
    FIELDS_OF,
    MATERIALS,
    PARK_AREA_KM2,
    PROJECT_MONTHS,
    Field,
    Material,
    PilotType,
    Sheet,
)
from sheets.answers import Trouble, sentence
from sheets.answers import problems as sheet_problems


def member(user, application) -> bool:
    """A member of the applicant organisation."""
    return is_member(user, application.organisation_id)


def submitter(user, application) -> bool:
    """A member of the applicant organisation with the right to submit."""
    return may_submit_for(user, application.organisation_id)


def at_this_recommender(user, application) -> bool:
    """A person of the recommender that the application was sent to."""
    return is_recommender(user) and is_member(user, application.recommender_id)


def city_staff(user, application) -> bool:
    """City staff."""
    return is_city_staff(user)


def city_or_portal(user, application) -> bool:
    """City staff, or the portal itself."""
    return user is None or is_city_staff(user)


def portal_itself(user, application) -> bool:
    """Only the portal itself, no person."""
    return user is None


def may_take_back(user, application) -> bool:
    """On the optional routes the applicant may take back what the recommender has not acted on (REC-4)."""
    return submitter(user, application) and application.pilot_type != PilotType.ZONE


def may_apply_again(user, application) -> bool:
    """A technology application that was not awarded may come again (ELI-R)."""
    return member(user, application) and application.pilot_type == PilotType.TECHNOLOGY


def may_edit(user, application) -> bool:
    """Whether this person may change the draft as it stands."""
    return application.state in EDITABLE and member(user, application)


def recommenders_for(application):
    """Recommenders that the application may be sent to (REC-1, A3 §三.一).

    A zone goes to the bureau of the district it lies in; a park also to a city industry authority.
    """
    bureau = Organisation.objects.filter(kind=Organisation.Kind.BUREAU)
    authority = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
    if application.pilot_type != PilotType.ZONE:
        return (bureau | authority).order_by("kind", "pk")
    own = bureau.filter(district=application.district or "-")
    return (own | authority).order_by("-kind", "pk") if application.sheet == Sheet.PARK else own


def materials_for(application) -> list[Material]:
    """The material list, with what the answers make necessary (MAT-T: the study, when the form says so).

    One that comes again needs only the report on progress and results beside the form (ELI-R).
    """
    if application.previous_id:
        return list(AGAIN_MATERIALS)
    lines = []
    for material in MATERIALS[Sheet(application.sheet)]:
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
    answers, found = application.answers, []
    if application.sheet == Sheet.PARK:
        area = _decimal(answers.get("area_km2"))
        low, high = PARK_AREA_KM2
        if area is not None and not low <= area <= high:
            found.append(
                Norm(
                    "park_area", f"园区面积原则上在 {low} 至 {high} 平方公里之间，申报面积为 {area} 平方公里"
                )
            )
    if application.sheet == Sheet.TECHNOLOGY:
        months = _months(answers.get("construction_period"))
        if months is not None and months > PROJECT_MONTHS:
            found.append(
                Norm("period", f"项目实施周期原则上不超过 {PROJECT_MONTHS} 个月，申报周期为 {months} 个月")
            )
    if application.sheet == Sheet.LEADER and "in_market" not in application.confirmed_conditions:
        found.append(
            Norm("market", "申报主体原则上为在本市注册并纳入碳市场管理的单位；未纳入的，请说明自愿参与的理由")
        )
    return found


@dataclass(frozen=True)
class Lack:
    """Something missing or wrong before submission, and the field where it is put right."""

    message: str
    url: str
    trouble: Trouble = Trouble.MISSING
    renews_annex: bool = False  # one button puts it right: the annex made anew


def lacks(application) -> list[Lack]:
    """Everything that still stands between the draft and its submission, in the order of the pages."""
    return [
        *_basics_lacks(application),
        *(
            Lack(
                sentence(problem.label, problem.message),
                f"{_form_url(application, problem.part_key)}#{problem.anchor}",
                problem.trouble,
            )
            for problem in sheet_problems(application.form, application.answers)
        ),
        *carbon_faults(application),
        *_annex_lacks(application),
        *_condition_lacks(application),
        *_material_lacks(application),
    ]


def _basics_lacks(application) -> list[Lack]:
    url = reverse("application_basics", args=[application.pk])
    found = []
    if application.field not in FIELDS_OF[Sheet(application.sheet)]:
        found.append(Lack("请选择所属领域", f"{url}#id_field"))
    if not application.district:
        found.append(Lack("请选择所在区", f"{url}#id_district"))
    if not application.route:
        found.append(Lack("请选择申报途径", f"{url}#id_route"))
    if application.route == Route.RECOMMENDED and (
        application.recommender_id is None
        or not recommenders_for(application).filter(pk=application.recommender_id).exists()
    ):
        found.append(Lack("请选择可以推荐本申报的推荐单位", f"{url}#id_recommender"))
    return found


def _condition_lacks(application) -> list[Lack]:
    url = reverse("application_conditions", args=[application.pk])
    found = [
        Lack(f"请确认申报条件：{condition.text}", f"{url}#id_condition_{condition.key}")
        for condition in CONDITIONS[Sheet(application.sheet)]
        if condition.key not in application.confirmed_conditions
    ]
    return found + [
        Lack(f"请说明理由：{norm.text}", f"{url}#id_reason_{norm.key}")
        for norm in norms_outside(application)
        if not application.norm_reasons.get(norm.key, "").strip()
    ]


# What the pages lack that are no part of the form, by the key of the page.
PAGE_LACKS = {"basics": _basics_lacks, "conditions": _condition_lacks}


def _material_lacks(application) -> list[Lack]:
    url = reverse("application_materials", args=[application.pk])
    present = {attachment.material for attachment in application.attachments.all()}
    return [
        Lack(f"请上传{material.name}", f"{url}#material-{material.key}")
        for material in materials_for(application)
        if material.required and material.key not in present
    ]


def carbon_faults(application) -> list[Lack]:
    """What was typed into the carbon figures and cannot be read; what is only empty is optional there."""
    if application.sheet == Sheet.TECHNOLOGY:
        found = list(_calculation_faults(reduction.read(application.carbon)))
    elif application.sheet == Sheet.LEADER:
        found = list(_history_faults(history.read(application.carbon)))
    else:
        return []
    url = reverse("application_carbon", args=[application.pk])
    return [
        Lack(sentence(label, message), f"{url}#id_{name}", Trouble.MALFORMED)
        for name, label, message in found
    ]


def _calculation_faults(sheet: reduction.Calculation) -> Iterator[tuple[str, str, str]]:
    """Of the sheet of a technology: (name of the entry on its page, label, message)."""
    for fault in sheet.head_faults:
        yield f"head-{fault.field}", reduction.HEAD_LABELS[fault.field], fault.message
    for index, line in enumerate(sheet.lines):
        for fault in line.faults:
            label = f"核算表第 {index + 1} 行{reduction.LABELS[fault.field]}"
            yield f"lines-{index}-{fault.field}", label, fault.message


def _history_faults(figures: history.History) -> Iterator[tuple[str, str, str]]:
    """The same of the yearly figures of a leader."""
    for name, title, labels in (
        ("years", "历年碳排放", history.YEAR_LABELS),
        ("allowances", "历年配额清缴", history.ALLOWANCE_LABELS),
    ):
        for index, row in enumerate(getattr(figures, name)):
            for fault in row.faults:
                label = f"{title}第 {index + 1} 行{labels[fault.field]}"
                yield f"{name}-{index}-{fault.field}", label, fault.message


def annex_is_old(application, attachment) -> bool:
    """Whether the portal made this file, and from other figures than the sheet holds now."""
    return bool(attachment.made_from) and attachment.made_from != basis(
        application.carbon, application.answers
    )


def _annex_lacks(application) -> list[Lack]:
    """An annex that differs from the sheet must not be submitted beside it: make it again, or take it off."""
    if not any(annex_is_old(application, attachment) for attachment in application.attachments.all()):
        return []
    url = reverse("application_carbon", args=[application.pk])
    whole = annex_can_be_made(application)
    todo = "请重新生成" if whole else "请填完核算表后重新生成"
    return [
        Lack(f"{TITLE}附上后，核算表或项目名称、单位名称已有变动，{todo}", f"{url}#annex", renews_annex=whole)
    ]


def annex_can_be_made(application) -> bool:
    """Whether the sheet is whole, so that the portal can make the annex of it."""
    return reduction.read(application.carbon).complete


def _form_url(application, part_key: str) -> str:
    return reverse("application_form", args=[application.pk, part_key])


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
    return [(field.value, Field(field).label) for field in FIELDS_OF[Sheet(sheet)]]

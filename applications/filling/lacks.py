"""What is still missing in a draft, and where it is put right."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from applications.carbon import history, reduction
from applications.carbon.annex import TITLE, basis
from applications.requirements import (
    REMIT,
    answer_norms,
    materials_for,
    outside_remit,
    proofs_lacking,
    recommenders_for,
    remit_norm,
)
from applications.states import Route
from programme.notice import Carbon
from sheets.answers import Trouble, sentence
from sheets.answers import problems as sheet_problems


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
        *_again_lacks(application),
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
    if application.field not in application.programme_form.fields:
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
    elif outside_remit(application) and not application.norm_reasons.get(REMIT, "").strip():
        found.append(Lack(f"请说明理由：{remit_norm(application).text}", f"{url}#id_reason_{REMIT}"))
    return found


def _again_lacks(application) -> list[Lack]:
    """One that comes again does so in a later year than it was evaluated in, and was evaluated at all (ELI-R)."""
    entry = application.previous_entry
    if entry is None or application.received_at:
        return []
    if entry.is_earlier_project and application.cycle.year > entry.cycle.year:
        return []
    url = reverse("application_basics", args=[application.pk])
    return [
        Lack(
            f"「{entry.name}」（{entry.number}）不能在 {application.cycle.year} 年度再次申报："
            "须经过以前年度的评审，且没有获评优秀。请撤回本草稿，用「复制为新申报」作为新的申报提交全部材料",
            url,
        )
    ]


def _condition_lacks(application) -> list[Lack]:
    url = reverse("application_conditions", args=[application.pk])
    found = [
        Lack(f"请确认申报条件：{condition.text}", f"{url}#id_condition_{condition.key}")
        for condition in application.programme_form.conditions
        if condition.key not in application.confirmed_conditions
    ]
    return found + [
        Lack(f"请说明理由：{norm.text}", f"{url}#id_reason_{norm.key}")
        for norm in answer_norms(application)
        if not application.norm_reasons.get(norm.key, "").strip()
    ]


def _material_lacks(application) -> list[Lack]:
    url = reverse("application_materials", args=[application.pk])
    present = _present(application)
    lacking = [
        Lack(f"请上传{material.name}", f"{url}#material-{material.key}")
        for material in materials_for(application)
        if material.required and material.key not in present
    ]
    return lacking + _proof_lacks(application)


def _present(application) -> set[str]:
    """Keys of the lines of the material list that have a file."""
    return {attachment.material for attachment in application.attachments.all()}


def _proof_lacks(application) -> list[Lack]:
    url = reverse("application_materials", args=[application.pk])
    return [
        Lack(f"请上传证明材料，或说明理由：{norm.text}", f"{url}#id_reason_{norm.key}")
        for norm in proofs_lacking(application, _present(application))
        if not application.norm_reasons.get(norm.key, "").strip()
    ]


# What the fields lack of pages that are no part of the form, by the key of the page.
PAGE_LACKS = {"basics": _basics_lacks, "conditions": _condition_lacks, "materials": _proof_lacks}


def carbon_faults(application) -> list[Lack]:
    """What was typed into the carbon figures and cannot be read; what is only empty is optional there."""
    carbon = application.programme_form.carbon
    if carbon == Carbon.CALCULATION:
        found = list(_calculation_faults(reduction.read(application.carbon)))
    elif carbon == Carbon.HISTORY:
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

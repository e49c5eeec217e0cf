"""What the notice 京环函〔2024〕42号 says, as data: one record per pilot type, and what holds for all of them.

Read by the public pages, by the applicant's checks and by screening, so that they never differ. Code asks the record of
a type or form for the fact it needs (``programme_of(type).needs_plan``); it does not compare with a member.
"""

from programme.types.common import OTHER_PROOFS
from programme.types.leader import LEADER
from programme.types.technology import TECHNOLOGY
from programme.types.terms import (
    STARTER_SCALE,
    Carbon,
    Condition,
    Field,
    FormOfProgramme,
    Material,
    PilotType,
    Programme,
    Sheet,
    Support,
)
from programme.types.zone import PARK_QUOTA, ZONE

__all__ = [
    "PARK_QUOTA",
    "STARTER_SCALE",
    "Carbon",
    "Condition",
    "Field",
    "FormOfProgramme",
    "Material",
    "PilotType",
    "Programme",
    "Sheet",
    "Support",
]

PROGRAMMES: dict[PilotType, Programme] = {
    programme.type: programme for programme in (TECHNOLOGY, LEADER, ZONE)
}
FORMS: dict[Sheet, FormOfProgramme] = {
    form.sheet: form for programme in PROGRAMMES.values() for form in programme.forms
}


def programme_of(pilot_type: str) -> Programme:
    """The record of a type of pilot.

    Raises:
        ValueError: there is no such type; an entry that was not applied for here has none.
    """
    return PROGRAMMES[PilotType(pilot_type)]


def form_of(sheet: str) -> FormOfProgramme:
    """The record of an official form. Raises ValueError when there is no such form."""
    return FORMS[Sheet(sheet)]


QUOTA_SHEETS = [form.sheet for form in FORMS.values() if form.counts_for_quota]  # REC-3
DEFAULT_TYPE = next(iter(PROGRAMMES))  # the list that opens where nothing else was asked for
CHECKLIST_VERSION = "2026.1"  # who changes an ``Item`` raises it; visits keep the list they were planned with

PROGRESS_REPORT = Material("progress", "项目实施进展和成效报告", "再次申报时提供", True)
AGAIN_MATERIALS = (PROGRESS_REPORT, OTHER_PROOFS)  # ELI-R, A1 §二.5


def material_names(sheet: str) -> dict[str, str]:
    """Key → name of every line that a material list of this form may have, in its order."""
    return {material.key: material.name for material in (*form_of(sheet).materials, *AGAIN_MATERIALS)}


MATERIAL_FILE_TYPES = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png")

DEFAULT_FOCUS = ["医药制造", "数据中心", "医院", "园区"]  # Notice §一, focus of 2024; a setting of the cycle
CORRECTION_DAYS = 10  # CUT-5, decision
PUBLIC_NOTICE_DAYS = 5  # working days of a public notice, a setting of the cycle
LEAST_NOTICE_DAYS = 5  # whole working days that every public notice runs, its first day not counted
TITLE_LENGTH = 80  # characters of a pilot's title
ISSUER = "北京市生态环境局"  # who issued the notice and signs every letter
CENTRE_NAME = "北京市应对气候变化管理事务中心"
CENTRE_ADDRESS = "海淀区苏州街67号"
PAPER_COPIES = 5  # MAT-W
PAPER_REMINDER_DAYS = 10  # after receipt, by the portal itself; a setting of the cycle, 0 for never

"""The keys of answers on which the portal's code relies, with the kind that it takes for granted and why.

A definition that lacks one, or has it under another kind, is refused when it is loaded (``sheets.loading``). Whoever
changes the form so that a key is gone takes the code away that reads it, then its line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheets.definitions import Field, Part, Sheet

REPEATED = "repeated part"  # in place of a kind: the key is that of a part that may stand several times
PHONES = ("phone", "mobile")


@dataclass(frozen=True)
class RequiredKey:
    """A place of a form that code reads or writes by its key.

    Attributes:
        path: key of the field, or key of the field and of its item with a slash between.
        kinds: the kinds of field that the code can deal with.
        why: what would break, for the person who changes the form.
        always: read without asking whether it is there, so the form must require it.
        choices: the choices that code compares with.
        by: who fills it in.
    """

    path: str
    kinds: tuple[str, ...]
    why: str
    always: bool = False
    choices: tuple[str, ...] = ()
    by: str = "applicant"


def _keys(kind: str, why: str, *paths: str) -> tuple[RequiredKey, ...]:
    return tuple(RequiredKey(path, (kind,), why) for path in paths)


PREFILLED = "新建申报时由单位和人员信息带入"
CARRIED = "补正后据此判断哪些审查结论可以沿用"
COMPARED = "系统提示据此核对前后是否一致"
SITE = "现场调研时与现场核对"
LIBRARY = "写入项目库的分类、统计和查询"

EVERY_FORM = (
    RequiredKey("applicant_name", ("text",), "申报名称、通知书、合订本和项目库都要用", always=True),
    *_keys("text", CARRIED, "legal_representative"),
    *_keys("text", PREFILLED, "contact_name"),
    RequiredKey("contact_phone", PHONES, PREFILLED),
    *_keys("email", PREFILLED, "contact_email"),
    RequiredKey(
        "recommender_contact", ("text",), "推荐页面由经办人信息带入，推荐意见中显示", by="recommender"
    ),
    RequiredKey("recommender_phone", PHONES, "推荐页面由经办人信息带入，推荐意见中显示", by="recommender"),
    RequiredKey(
        "recommender_opinion", ("longtext",), "推荐意见、推荐汇总表和会议材料都要用", by="recommender"
    ),
)
UNITS = (
    *_keys("choice", PREFILLED, "applicant_nature"),
    *_keys("text", PREFILLED, "address"),
    *_keys("yesno", LIBRARY, "wants_finance"),
)
ZONES = (
    *_keys("text", CARRIED, "location"),
    *_keys("area_km2", LIBRARY, "area_km2"),
)
REQUIRED: Mapping[str, tuple[RequiredKey, ...]] = {
    "technology": (
        *EVERY_FORM,
        *UNITS,
        RequiredKey("project_name", ("text",), "申报名称、通知书、合订本和项目库都要用", always=True),
        *_keys("yesno", "回答“是”时要求上传项目建议书或可行性研究报告", "has_proposal"),
        *_keys("month_range", "据此判断实施周期是否超过原则要求", "construction_period"),
        *_keys("money_wan", LIBRARY, "total_investment"),
        *_keys("money_wan", COMPARED, "fixed_investment"),
        *_keys("text", CARRIED, "project_location"),
        *_keys("choices", CARRIED, "public_funding"),
        *_keys("longtext", CARRIED, "project_goal", "project_content", "performance"),
        *_keys("longtext", "碳减排量核算的结果带入这里，并与之核对", "performance/emission_benefit"),
        *_keys(REPEATED, CARRIED, "technologies"),
    ),
    "leader": (
        *EVERY_FORM,
        *UNITS,
        *_keys("longtext", CARRIED, "profile"),
        *_keys("longtext", "碳排放数据的结果带入这里", "measures"),
    ),
    "park": (
        *EVERY_FORM,
        *ZONES,
        *_keys("choice", CARRIED, "pilot_type"),
        *_keys("count", SITE, "enterprises/enterprise_capacity"),
        *_keys("count", SITE, "enterprises/enterprises_settled", "enterprises/enterprises_awaited"),
        *_keys("yesno", SITE, "existing_title"),
        *_keys("longtext", CARRIED, "goals_and_tasks"),
    ),
    "community": (
        *EVERY_FORM,
        *ZONES,
        RequiredKey(
            "pilot_type",
            ("choice",),
            COMPARED,
            choices=("气候友好型街道", "气候友好型乡镇", "气候友好型社区", "气候友好型乡村"),
        ),
        *_keys("count", COMPARED, "population/population_resident", "population/population_commercial"),
        *_keys("count", COMPARED, "population/population_temporary", "population/population_total"),
        *_keys("choices", SITE, "facilities"),
        *_keys("longtext", CARRIED, "planning"),
    ),
}


BEGINS: Mapping[str, int] = dict.fromkeys(
    ("technology", "leader", "park", "community"), 2024
)  # form → first year


def missing_keys(year: int, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """Walk what the forms of the definition of a year lack of ``REQUIRED``, a Chinese sentence each.

    A form is asked for from the year on in which it begins; files of earlier years stay as they are.
    """
    for form, keys in REQUIRED.items():
        if form not in sheets:
            if year >= BEGINS[form]:
                yield f"缺少 {form} 表。"
            continue
        places = _places(sheets[form])
        for key in keys:
            fault = _fault(key, *places[key.path]) if key.path in places else "不存在或改了名"
            if fault:
                yield f"{form} 表的 {key.path} {fault}，程序仍在使用（{key.why}）。"


def _places(sheet: Sheet) -> dict[str, tuple[Part, Field | None]]:
    """The key paths of a form outside of repeated parts, and the keys of those parts."""
    places: dict[str, tuple[Part, Field | None]] = {part.key: (part, None) for part in sheet.repeatable_parts}
    for part, field in sheet.plain_fields():
        places |= {field.key: (part, field)}
        places |= {f"{field.key}/{item.key}": (part, item) for item in field.items}
    return places


def _fault(key: RequiredKey, part: Part, field: Field | None) -> str:
    kind = field.kind if field else REPEATED
    if kind not in key.kinds:
        return f"的类型是 {kind}，应为 {'或 '.join(key.kinds)}"
    if part.by != key.by:
        return f"由 {part.by} 填写，应由 {key.by} 填写"
    if key.always and not (field and field.required):
        return "不是必填项"
    lost = [choice for choice in key.choices if not field or choice not in field.choices]
    return f"缺少选项{'、'.join(lost)}" if lost else ""

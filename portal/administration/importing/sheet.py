"""The Excel in which bureaus, authorities, institutes and people come in: its template, and what its rows say."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.capabilities import Role
from accounts.districts import District, bureau_name
from accounts.forms import checked_uscc
from accounts.keeping.rules import why_not_together
from accounts.models import Organisation
from accounts.names import check_name
from portal.administration.forms import checked_phone
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

HEADS = ("单位名称", "单位类别", "所在区", "统一社会信用代码", "姓名", "电子邮箱", "联系电话", "角色")
MOST = 500  # rows at once
WIDTHS = (70, 50, 30, 46, 28, 60, 36, 60)
KINDS = {kind.label: kind for kind in Organisation.Kind}
ROLES = {role.label: role for role in Role}
DISTRICTS = {district.label: district for district in District}
LINES = (
    f"单位类别：{'、'.join(KINDS)}。所在区：{'、'.join(DISTRICTS)}。",
    f"角色：{'、'.join(ROLES)}；有几个角色的用顿号分开。每行一人；单位还没有人的，姓名、邮箱、角色留空。",
    "区生态环境部门必须写所在区；申报单位必须写统一社会信用代码。市级角色由另一位管理员确认后开通。",
)


@dataclass(frozen=True)
class Row:
    """What one row says; ``faults`` are sentences, empty when it can be taken."""

    number: int
    unit: str = ""
    kind: str = ""
    district: str = ""
    uscc: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()
    faults: tuple[str, ...] = field(default=())


def template_page() -> Page:
    """The table to be filled in; the recommenders of all districts stand in it already (programme §4)."""
    columns = tuple(Column(head, width) for head, width in zip(HEADS, WIDTHS, strict=True))
    rows = tuple(
        (bureau_name(district), Organisation.Kind.BUREAU.label, district.label, "", "", "", "", "")
        for district in District
    )
    return Page("人员和单位", "单位和人员导入表", Table(columns, rows), lines=LINES)


def rows_of(read: list) -> list[Row]:
    """The rows below the heads of the table.

    Args:
        read: pairs of number and texts (``sheets.excel.child``).

    Raises:
        ValidationError: the heads are missing.
    """
    for position, (_, texts) in enumerate(read):
        if all(head in texts for head in HEADS):
            places = [texts.index(head) for head in HEADS]
            return [
                _row(number, [cells[place] for place in places]) for number, cells in read[position + 1 :]
            ]
    raise ValidationError(f"没有找到表头：{'、'.join(HEADS)}。请下载导入表，填写后上传。")


def _row(number: int, cells: list[str]) -> Row:
    unit, kind, district, uscc, name, email, phone, roles = cells
    labels = [
        label.strip() for label in roles.replace("，", "、").replace(",", "、").split("、") if label.strip()
    ]
    said = {
        "unit": unit,
        "kind": KINDS[kind].value if kind in KINDS else "",
        "district": DISTRICTS[district].value if district in DISTRICTS else "",
        "uscc": uscc,
        "name": name,
        "email": email.lower(),
        "phone": phone,
        "roles": tuple(ROLES[label].value for label in labels if label in ROLES),
    }
    faults = [*_unit_faults(said, kind, district), *_person_faults(said, labels)]
    return Row(number, **said, faults=tuple(faults))


def _unit_faults(said: dict, kind: str, district: str) -> Iterator[str]:
    if not said["unit"]:
        if kind or district or said["uscc"]:
            yield "缺少单位名称。"
        return
    if not said["kind"]:
        yield f"单位类别「{kind}」不对，应为：{'、'.join(KINDS)}。"
    if district and not said["district"]:
        yield f"所在区「{district}」不对，请按导入表上方的名称填写。"
    if said["kind"] == Organisation.Kind.BUREAU and not said["district"]:
        yield "区生态环境部门必须写所在区。"
    if said["kind"] == Organisation.Kind.APPLICANT and not said["uscc"]:
        yield "申报单位必须写统一社会信用代码。"
    yield from _fault(lambda: said["uscc"] and checked_uscc(said["uscc"]))


def _person_faults(said: dict, labels: list[str]) -> Iterator[str]:
    if not (said["name"] or said["email"] or labels):
        return
    if not (said["name"] and said["email"] and labels):
        yield "姓名、电子邮箱、角色要一起填写。"
        return
    for label in labels:
        if label not in ROLES:
            yield f"角色「{label}」不对，应为：{'、'.join(ROLES)}。"
    yield from _fault(lambda: check_name(said["name"]))
    yield from _fault(lambda: validate_email(said["email"]), f"电子邮箱「{said['email']}」不完整。")
    yield from _fault(lambda: checked_phone(said["phone"]))
    if Role.RECOMMENDER in said["roles"] and said["kind"] not in Organisation.RECOMMENDERS:
        yield "推荐单位人员所在的单位应为区生态环境部门或市级行业主管部门。"
    if why := why_not_together(said["roles"]):
        yield why


def _fault(check, sentence: str = "") -> Iterator[str]:
    """What a check of one text says."""
    try:
        check()
    except ValidationError as error:
        yield sentence or " ".join(error.messages)

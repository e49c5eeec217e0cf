"""The administrators' lists as Excel."""

from collections.abc import Iterable

from accounts.models import Organisation, User
from face.wording import chinese_datetime
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

PEOPLE = (
    Column("姓名", 24),
    Column("登录邮箱", 56),
    Column("联系电话", 32),
    Column("角色", 56),
    Column("单位", 64),
    Column("账号", 20),
    Column("上次登录", 40),
)
UNITS = (
    Column("单位名称", 72),
    Column("单位类别", 36),
    Column("统一社会信用代码", 44),
    Column("所在区", 24),
    Column("可登录的成员", 24),
    Column("登记时间", 40),
)


def people_page(people: Iterable[User]) -> Page:
    """People as a table."""
    rows = [
        (
            person.name,
            person.email,
            person.phone,
            person.role_names,
            "、".join(place.name for place in person.organisations.all()),
            "可登录" if person.is_active else "已停用",
            chinese_datetime(person.last_login),
        )
        for person in people
    ]
    return Page("人员", "平台人员", Table(PEOPLE, tuple(rows)))


def organisations_page(organisations: Iterable[Organisation]) -> Page:
    """Organisations, annotated with ``people``, as a table."""
    rows = [
        (
            unit.name,
            unit.get_kind_display(),
            unit.uscc or "",
            unit.get_district_display(),
            unit.people,
            chinese_datetime(unit.registered_at),
        )
        for unit in organisations
    ]
    return Page("单位", "平台单位", Table(UNITS, tuple(rows)))

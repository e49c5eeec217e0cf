"""The ceremony list as Excel, for the city alone: it names whom to call (AWD-1)."""

from face.wording import chinese_date
from pilots.low_carbon_day.ceremony import Ceremony, Place, contacts_of
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 30, "center"),
    Column("类型", 40),
    Column("称号", 70),
    Column("名称", 60),
    Column("单位", 60),
    Column("所在区", 24, "center"),
    Column("联系人", 28, "center"),
    Column("联系电话", 36, "center"),
    Column("授牌", 44, "center"),
)
PERSONAL = (
    "联系人和联系电话取自最近提交的申报表，只供市生态环境局通知领牌，不要转发；其他名单都没有个人信息。"
    "不在本平台申报的项目没有联系人。"
)


def ceremony_page(ceremony: Ceremony, remarks: list[str]) -> Page:
    """All titles of the cycle by type, with whom to call and whether the plaque was given."""
    contacts = contacts_of(ceremony.entries)
    ordered = [place for _, places in ceremony.by_type for place in places]
    rows = tuple(
        (
            position,
            place.entry.number,
            place.entry.get_pilot_type_display(),
            place.pilot.title,
            place.entry.name,
            place.entry.organisation_name,
            place.entry.get_district_display(),
            *contacts.get(place.entry.pk, ("", "")),
            standing(place),
        )
        for position, place in enumerate(ordered, start=1)
    )
    lines = (f"低碳日：{ceremony.cycle.plaque_day}。共 {len(rows)} 个称号。", PERSONAL, *remarks)
    year = ceremony.cycle.year + 1
    return Page(
        "授牌名单", f"{year}年低碳日授牌名单（市生态环境局内部使用）", Table(COLUMNS, rows), lines=lines
    )


def standing(place: Place) -> str:
    """Whether its plaque was given, and when, if later than on the day."""
    if place.plaque is None:
        return "待授牌"
    later = place.plaque.handed_over_on
    return f"{chinese_date(later)}会后交付" if later else "已授牌"

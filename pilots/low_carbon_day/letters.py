"""The ceremony list and the press list as papers: organisations and what is public of them, no person (AWD-1)."""

from pilots.award.letters import title_groups
from pilots.low_carbon_day.ceremony import Ceremony
from programme.library.tables import ORDINALS, listed
from programme.models import LibraryEntry
from programme.notice import ISSUER
from sheets.letters.letter import Column, Letter, Part, Table, Text

PRESS_COLUMNS = (
    Column("序号", 14, "center"),
    Column("单位", 44),
    Column("所在区", 19, "center"),
    Column("领域和项目", 79),
)


def ceremony_letter(ceremony: Ceremony) -> Letter:
    """Who gets which plaque, in the order in which they are called up."""
    year = ceremony.cycle.year
    return Letter(
        title=f"{year + 1}年低碳日\n北京市低碳试点授牌名单",
        parts=(
            Text(
                f"{year}年度获得称号的北京市低碳试点共{len(ceremony.places)}个，在{year + 1}年低碳日活动上授牌。"
                f"日期：{ceremony.cycle.plaque_day}。"
            ),
            *listed(title_groups(ceremony.entries)),
        ),
    )


def press_letter(ceremony: Ceremony) -> Letter:
    """What the press may be told: title, organisation, district, one line on what it does."""
    year, count = ceremony.cycle.year, len(ceremony.places)
    groups = title_groups(ceremony.entries)
    counted = "、".join(f"{kind.label}{len(places)}个" for kind, places in ceremony.by_type)
    parts: list[Part] = [
        Text(
            f"{ISSUER}组织的北京市低碳试点评选，{year}年度有{count}个项目、单位和区域获得称号：{counted}。"
            f"奖牌在{year + 1}年低碳日活动上颁发，日期：{ceremony.cycle.plaque_day}。"
        )
    ]
    for ordinal, (heading, entries) in zip(ORDINALS, groups, strict=False):
        parts.append(Text(f"{ordinal}、{heading}（{len(entries)}个）", "heading"))
        parts.append(Table(PRESS_COLUMNS, _press_rows(entries)))
    parts.append(Text("本名单只含公开信息。", "note"))
    return Letter(title=f"{year + 1}年低碳日\n北京市低碳试点新闻名单", parts=tuple(parts))


def _press_rows(entries: list[LibraryEntry]) -> tuple:
    return tuple(
        (position, entry.organisation_name, entry.get_district_display(), one_line(entry))
        for position, entry in enumerate(entries, start=1)
    )


def one_line(entry: LibraryEntry) -> str:
    """What it does, in one line: its name where that is not the organisation's own, and its field."""
    name = "" if entry.name == entry.organisation_name else entry.name
    return "——".join(part for part in (entry.get_field_display(), name) if part)

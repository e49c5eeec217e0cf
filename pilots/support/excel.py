"""Who asked to be referred to financial institutions, as a page of Excel: organisations, no person (AWD-1)."""

from collections.abc import Iterable

from programme.models import LibraryEntry
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("申报单位", 60),
    Column("类型", 36),
    Column("领域", 36),
    Column("所在区", 24, "center"),
    Column("总投资（万元）", 28, "right"),
    Column("状态", 30, "center"),
)
RULE = "按申报表“是否有意愿被推荐至金融机构”一项列出；该项填“否”的，以及没有该项的申报表，不在此表。"


def finance_page(entries: Iterable[LibraryEntry]) -> Page:
    """The list, in the order given."""
    rows = tuple(
        (
            position,
            entry.number,
            entry.name,
            entry.organisation_name,
            entry.get_pilot_type_display(),
            entry.get_field_display(),
            entry.get_district_display(),
            entry.investment_wan,
            entry.get_state_display(),
        )
        for position, entry in enumerate(entries, start=1)
    )
    title = "有意愿被推荐至金融机构的申报"
    return Page("金融推荐意愿", title, Table(COLUMNS, rows), lines=(RULE,))

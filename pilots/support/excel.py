"""Who asked to be referred to financial institutions, and what was given to whom, as Excel: organisations, no person (AWD-1)."""

from collections.abc import Iterable

from face.wording import chinese_date
from pilots.models import SupportMeasure
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
MEASURE_COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("申报单位", 60),
    Column("类型", 36),
    Column("状态", 30, "center"),
    Column("措施", 40),
    Column("给予支持的部门", 44),
    Column("日期", 32, "center"),
    Column("金额（万元）", 28, "right"),
    Column("文件名称或文号", 60),
    Column("说明", 60),
)
MEASURE_RULE = "包括试点和纳入项目库的项目；撤销的登记不在此表。"
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


def note_of(measure: SupportMeasure) -> str:
    """The note of a measure; of a plaque that was handed over later also when."""
    later = measure.handed_over_on and f"{chinese_date(measure.handed_over_on)}会后交付"
    return "；".join(part for part in (later, measure.note) if part)


def measure_page(measures: Iterable[SupportMeasure]) -> Page:
    """Measures of support of pilots and kept entries, in the order given (AWD-1, Notice §四)."""
    rows = tuple(
        (
            position,
            measure.entry.number,
            measure.entry.name,
            measure.entry.organisation_name,
            measure.entry.get_pilot_type_display(),
            measure.entry.get_state_display(),
            measure.get_kind_display(),
            measure.authority,
            chinese_date(measure.granted_on),
            measure.amount_wan,
            measure.document or measure.file_name,
            note_of(measure),
        )
        for position, measure in enumerate(measures, start=1)
    )
    return Page("支持措施", "已登记的支持措施", Table(MEASURE_COLUMNS, rows), lines=(MEASURE_RULE,))

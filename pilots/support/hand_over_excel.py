"""The lists that go to the finance bureau and to the green project library, as Excel: organisations, no person (AWD-1)."""

from collections.abc import Iterable

from face.wording import chinese_date
from pilots.support.hand_over import Fiscal, GreenProjects, LeftOut, reasons
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table, Value

WHO = (
    Column("序号", 14, "center"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("申报单位", 60),
)
FISCAL_COLUMNS = (
    *WHO,
    Column("统一社会信用代码", 46, "center"),
    Column("所在区", 24, "center"),
    Column("金额（万元）", 28, "right"),
    Column("文件名称或文号", 60),
    Column("给予支持的部门", 44),
    Column("日期", 32, "center"),
)
PROJECT_COLUMNS = (
    *WHO,
    Column("类型", 40),
    Column("领域", 40),
    Column("所在区", 24, "center"),
    Column("总投资（万元）", 32, "right"),
    Column("年减排量（tCO2e）", 36, "right"),
    Column("已登记纳入", 32, "center"),
)
LEFT_OUT_COLUMNS = (*WHO, Column("未列入的原因", 60))
FISCAL_RULE = "列入已登记财政资金支持的试点和纳入项目库的项目，每笔一行；撤销的登记不列入。"
PROJECT_RULE = (
    "列入试点和纳入项目库的项目。年减排量取自最近提交的碳减排量核算；没有核算表或没有填完整的，为空。"
)


def fiscal_pages(listed: Fiscal, narrowed: str) -> list[Page]:
    """The list for the finance bureau and what it leaves out; ``narrowed`` says by what it was narrowed."""
    rows = tuple(
        (
            position,
            measure.entry.number,
            measure.entry.name,
            measure.entry.organisation_name,
            measure.entry.organisation_code,
            measure.entry.get_district_display(),
            measure.amount_wan,
            measure.document or measure.file_name,
            measure.authority,
            chinese_date(measure.granted_on),
        )
        for position, measure in enumerate(listed.measures, start=1)
    )
    sums = f"共 {listed.count} 笔，金额合计 {listed.total:.2f} 万元。"
    lines = (f"{FISCAL_RULE}范围：{narrowed}。{sums}", *listed.remarks, _left_out_line(listed.left_out))
    page = Page("财政资金支持", "低碳试点财政资金支持清单", Table(FISCAL_COLUMNS, rows), lines=lines)
    return [page, _left_out_page(listed.left_out)]


def project_pages(listed: GreenProjects, narrowed: str) -> list[Page]:
    """The list for the green project library and what it leaves out; ``narrowed`` says by what it was narrowed."""
    rows = tuple(
        (
            position,
            project.entry.number,
            project.entry.name,
            project.entry.organisation_name,
            project.entry.get_pilot_type_display(),
            project.entry.get_field_display(),
            project.entry.get_district_display(),
            project.entry.investment_wan,
            project.reduction,
            chinese_date(project.included_on),
        )
        for position, project in enumerate(listed.projects, start=1)
    )
    lines = (
        f"{PROJECT_RULE}范围：{narrowed}。共 {listed.count} 项。",
        *listed.remarks,
        _left_out_line(listed.left_out),
    )
    page = Page("绿色项目库", "拟纳入绿色项目库的项目清单", Table(PROJECT_COLUMNS, rows), lines=lines)
    return [page, _left_out_page(listed.left_out)]


def _left_out_line(left_out: list[LeftOut]) -> str:
    if not left_out:
        return "没有未列入的。"
    return f"未列入 {len(left_out)} 项：{reasons(left_out)}。见“未列入”表。"


def _left_out_page(left_out: Iterable[LeftOut]) -> Page:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (position, line.entry.called, line.entry.name, line.entry.organisation_name, line.why)
        for position, line in enumerate(left_out, start=1)
    )
    return Page("未列入", "未列入的项目和原因", Table(LEFT_OUT_COLUMNS, rows))

"""评审结果审议表: the paper that lies before a decision meeting, with room for signatures (REV-3)."""

from collections.abc import Sequence

from programme.models import Cycle
from programme.notice import ISSUER, Field, PilotType
from reviews.decisions.meeting import Case
from reviews.scoring.totals import RULE_TEXT
from reviews.visits.lists import VisitResult
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Letter, Table, Text, Value

SHEET = (
    Column("名次", 12, "center"),
    Column("编号", 26, "center"),
    Column("名称", 48),
    Column("申报单位", 40),
    Column("得分", 15, "right"),
    Column("原始平均", 15, "right"),
    Column("分差", 14, "right"),
    Column("有效评分表", 14, "right"),
    Column("推荐单位", 30),
    Column("现场调研", 30),
    Column("决定提议", 22, "center"),
    Column("理由", 44),
    Column("评审意见", 44),
)
PAPER = (
    Column("名次", 15, "center"),
    Column("申报", 68),
    Column("得分", 17, "right"),
    Column("原始\n平均", 17, "right"),
    Column("分差", 17, "right"),
    Column("有效\n评分表", 15, "right"),
    Column("现场调研", 27, "center"),
    Column("决定提议", 23, "center"),
    Column("理由和评审意见", 54),
)
RULE = f"{RULE_TEXT}为得分。分差为最高总分减最低总分。得分相同的名次相同。"
BLANKS = ("主持人", "参会人员", "记录人", "日期")
EMPTY = "没有进入评审的申报"
MARK = "内部材料，未经公布"


def title_of(cycle: Cycle, pilot_type: str, field: str) -> str:
    """What the paper is called."""
    area = f"（{Field(field).label}）" if field else ""
    return f"{cycle.year}年度{PilotType(pilot_type).label}评审结果审议表{area}"


def meeting_letter(cycle: Cycle, pilot_type: str, field: str, cases: Sequence[Case]) -> Letter:
    """The paper as Word and PDF, across."""
    return Letter(
        title=f"{ISSUER}\n{title_of(cycle, pilot_type, field)}",
        mark=MARK,
        parts=(Text(_sum(cases), "plain"), _paper(cases), Text(RULE, "note")),
        blanks=BLANKS,
        landscape=True,
    )


def meeting_page(cycle: Cycle, pilot_type: str, field: str, cases: Sequence[Case]) -> Page:
    """The same as a sheet of Excel."""
    foot = ("　　　　".join(f"{blank}：　　　　" for blank in BLANKS),)
    return Page("审议表", title_of(cycle, pilot_type, field), _sheet(cases), (MARK, _sum(cases), RULE), foot)


def _sum(cases: Sequence[Case]) -> str:
    outcomes = [case.decision.outcome for case in cases if case.decision]
    selected, kept = outcomes.count("selected"), outcomes.count("kept")
    return (
        f"进入评审 {len(cases)} 项；提议列为试点 {selected} 项，纳入项目库 {kept} 项，"
        f"未提议 {len(cases) - selected - kept} 项。"
    )


def _paper(cases: Sequence[Case]) -> Table:
    """Nine columns that fit a page across; what names an application stands together."""
    return Table(PAPER, tuple(_line(case) for case in cases), EMPTY)


def _line(case: Case) -> tuple[Value, ...]:
    entry, decision = case.application.entry, case.decision
    words = [("理由", decision.reason), ("评审意见", decision.remarks)] if decision else []
    return (
        _rank(case, "\n并列"),
        f"{entry.number}　{_recommender(case)}\n{entry.name}\n{entry.organisation_name}",
        case.result.mean,
        case.result.raw_mean,
        case.result.spread,
        _sheets(case),
        _visits(case),
        f"{decision.get_outcome_display()}\n（{decision.stage.label}）" if decision else "",
        "\n".join(f"{label}：{text}" for label, text in words if text),
    )


def _sheet(cases: Sequence[Case]) -> Table:
    return Table(SHEET, tuple(_row(case) for case in cases), EMPTY)


def _row(case: Case) -> tuple[Value, ...]:
    entry, decision = case.application.entry, case.decision
    return (
        _rank(case, "（并列）"),
        entry.number,
        entry.name,
        entry.organisation_name,
        case.result.mean,
        case.result.raw_mean,
        case.result.spread,
        case.result.sheets,
        _recommender(case),
        _visits(case),
        f"{decision.get_outcome_display()}（{decision.stage.label}）" if decision else "",
        decision.reason if decision else "",
        decision.remarks if decision else "",
    )


def _rank(case: Case, tied: str) -> str:
    if case.rank.number is None:
        return "无结果"
    return f"{case.rank.number}{tied if case.rank.tied else ''}"


def _recommender(case: Case) -> str:
    return str(case.application.recommender or "自主申报")


def _sheets(case: Case) -> str:
    return f"{case.result.sheets}\n待交{case.open_sheets}" if case.open_sheets else str(case.result.sheets)


def _visits(case: Case) -> str:
    """What each visit found, as on the page."""
    return "\n".join(_visit(visit) for visit in case.visits)


def _visit(found: VisitResult) -> str:
    counts = [f"{len(found.said_no)}项为否"] if found.said_no else []
    counts += [f"{found.unseen}项未看到"] if found.unseen else []
    return "\n".join([found.conclusion, *counts])

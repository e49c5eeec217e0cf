"""评分汇总表: the ranking of a type, field by field, and every score sheet behind it, as Excel (REV-3).

For city staff. ``named`` decides whether the reviewers stand in it by name or as 专家1, 专家2 …: numbers within
a panel that are kept (``Seat``), so that who joins later shifts nobody's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from applications.models import Application
from face.wording import chinese_datetime
from programme.models import Cycle
from programme.notice import Field, PilotType
from reviews.models import Criterion, Panel, ScoreSheet, Seat
from reviews.ranking.ranked_rows import RankedRow
from reviews.ranking.rows import RANKED_STATES, Row, entry_of, ranked
from reviews.scoring.totals import OUTLIES_BEYOND, RULE_IN_FULL, TRIMMED_HEAD, means_by_criterion, points
from reviews.states import ScoreSheetState
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table, Value

RULE = (
    f"计分规则：{RULE_IN_FULL}。分差为最高总分减最低总分，标准差为样本标准差。"
    f"某份总分与其余有效评分表总分的中位数相差超过 {OUTLIES_BEYOND} 分的为离群，只作提示。得分相同的并列，名次相同。"
)
TRIED = (
    Column("试算名次", 20, "center"),
    Column("试算得分", 20, "right"),
    Column("正式名次", 20, "center"),
    Column("正式得分", 20, "right"),
    Column("名次变化", 20, "right"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("申报单位", 60),
)
RANKING = (
    Column("名次", 14, "center"),
    Column("并列", 14, "center"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("申报单位", 60),
    Column("领域", 36, "center"),
    Column("所在区", 24, "center"),
    Column("有效评分表", 20, "right"),
    Column("待交评分表", 20, "right"),
    Column("得分", 18, "right"),
    Column("原始平均", 18, "right"),
    Column("分差", 18, "right"),
    Column("标准差", 18, "right"),
    Column("离群总分", 24, "right"),
    Column(TRIMMED_HEAD, 20, "center"),
    Column("状态", 24, "center"),
)
SHEETS = (
    Column("编号", 30, "center"),
    Column("名称", 60),
    Column("评审组", 40),
    Column("专家", 24, "center"),
    Column("评分表", 24, "center"),
)
SHEET_STATES = dict(ScoreSheetState.choices)
SHEETS_END = (Column("总分", 18, "right"), Column("提交时间", 44, "center"), Column("评审意见", 80))


def pages(
    cycle: Cycle,
    pilot_type: str,
    applications: Iterable[Application],
    criteria: Sequence[Criterion],
    *,
    named: bool,
    title: str = "",
    trial: Sequence[RankedRow] = (),
    weights: Mapping[int, int] | None = None,
) -> list[Page]:
    """The sheets of the workbook: all fields, then each field, then every score sheet.

    Args:
        applications: reviewed ones of the cycle and type, with sheets (``ranking.with_sheets``) and panels.
        criteria: the rubric that they were scored by.
        title: what the tables are called, when not by the type (``panel_title``).
        trial: the ranking by other ``weights``, which gets a sheet of its own.
    """
    reviewed = [application for application in applications if application.state in RANKED_STATES]
    title = title or f"{cycle.year}年度{PilotType(pilot_type).label}评分汇总表"
    fields = [field for field in Field if any(each.field == field for each in reviewed)]
    parts = [("全部领域", reviewed)] if len(fields) != 1 else []
    parts += [(field.label, [each for each in reviewed if each.field == field]) for field in fields]
    made = [_ranking_page(name, title, ranked(found), criteria) for name, found in parts]
    if weights:
        made.append(_trial_page(title, trial, {each.pk: each for each in reviewed}, criteria, weights))
    return [*made, _sheets_page(title, _lines(reviewed, named=named), criteria)]


def panel_title(panel: Panel) -> str:
    """What the tables of one panel are called."""
    year = "" if str(panel.cycle.year) in panel.name else f"{panel.cycle.year}年度"
    return f"{year}{panel.name}评分汇总表"


def _ranking_page(name: str, title: str, rows: Sequence[Row], criteria: Sequence[Criterion]) -> Page:
    means = tuple(
        Column(f"{criterion.name}平均（{criterion.scale} 分制）", 26, "right") for criterion in criteria
    )
    lines = tuple(_ranking_row(row) + _criterion_means(row, criteria) for row in rows)
    table = Table((*RANKING, *means), lines, "没有进入评审的申报")
    return Page(name, f"{title}（{name}）", table, (RULE,))


def _ranking_row(row: Row) -> tuple[Value, ...]:
    entry, ranked, result = entry_of(row.application), row.ranked, row.ranked.result
    return (
        ranked.rank if ranked.rank is not None else "无结果",
        "并列" if ranked.tied else "",
        entry.number,
        entry.name,
        entry.organisation_name,
        entry.get_field_display(),
        entry.get_district_display(),
        result.sheets,
        row.open_sheets,
        result.mean,
        result.raw_mean,
        result.spread,
        result.deviation,
        _apart(result.outliers),
        "—" if result.mean is None else "是" if result.trimmed else "否",
        row.application.get_state_display(),
    )


def _apart(outliers: tuple[Decimal, ...]) -> Value:
    """One outlier as a number, several as a text, none as an empty cell."""
    return outliers[0] if len(outliers) == 1 else "、".join(map(str, outliers)) or None


def _criterion_means(row: Row, criteria: Sequence[Criterion]) -> tuple[Value, ...]:
    sheets = row.application.score_sheets.all()
    given = [sheet.scores for sheet in sheets if sheet.state == ScoreSheetState.SUBMITTED]
    return tuple(means_by_criterion(given, criteria))


def _trial_page(
    title: str,
    trial: Sequence[RankedRow],
    known: Mapping[int, Application],
    criteria: Sequence[Criterion],
    weights: Mapping[int, int],
) -> Page:
    """The ranking by other weights, which are named; it decides nothing."""
    rows = tuple(_trial_row(each, known[each.pk]) for each in trial if each.pk in known)
    said = "、".join(
        f"{criterion.name} {weights[criterion.pk]}（正式 {criterion.weight}）" for criterion in criteria
    )
    notes = ("试算，不影响结果。", f"试算权重：{said}。")
    return Page("试算", f"{title}（试算，不影响结果）", Table(TRIED, rows, "没有进入评审的申报"), notes)


def _trial_row(ranked_row: RankedRow, application: Application) -> tuple[Value, ...]:
    mean, entry = ranked_row.sums.mean, entry_of(application)
    return (
        "无结果" if ranked_row.trial is None or ranked_row.trial.number is None else ranked_row.trial.number,
        ranked_row.trial_score,
        "无结果" if ranked_row.rank.number is None else ranked_row.rank.number,
        None if mean is None else points(mean),
        ranked_row.shift,
        entry.number,
        entry.name,
        entry.organisation_name,
    )


@dataclass(frozen=True)
class Line:
    """A score sheet, the name of its panel, and how its reviewer is called."""

    application: Application
    sheet: ScoreSheet
    panel: str
    calling: str


def _lines(applications: Sequence[Application], *, named: bool) -> list[Line]:
    """Every sheet with its reviewer by name, or as 专家1, 专家2 …, in the order of the names or numbers."""
    sheets = [sheet for application in applications for sheet in application.score_sheets.all()]
    panels = Panel.objects.in_bulk({sheet.panel_id for sheet in sheets})
    numbers = Seat.objects.numbers(panels)
    people = User.objects.in_bulk({sheet.reviewer_id for sheet in sheets}) if named else {}
    found = []
    for application in applications:
        lines = []
        for sheet in application.score_sheets.all():
            number = numbers[sheet.panel_id, sheet.reviewer_id]
            name = str(people[sheet.reviewer_id]) if named else f"专家{number}"
            order = (name, sheet.pk) if named else (sheet.panel_id, number)
            lines.append((order, Line(application, sheet, panels[sheet.panel_id].name, name)))
        found += [line for _, line in sorted(lines, key=lambda pair: pair[0])]
    return found


def _sheets_page(title: str, lines: Sequence[Line], criteria: Sequence[Criterion]) -> Page:
    scored = tuple(
        Column(f"{criterion.name}（{criterion.scale} 分制，权重 {criterion.weight}%）", 26, "right")
        for criterion in criteria
    )
    keys = [str(criterion.pk) for criterion in criteria]
    rows = tuple(_sheet_row(line, keys) for line in lines)
    table = Table((*SHEETS, *scored, *SHEETS_END), rows, "没有评分表")
    notes = ("只列已提交评分表的分数和意见；已回避的不计分。",)
    return Page("评分明细", f"{title}（评分明细）", table, notes)


def _sheet_row(line: Line, keys: Sequence[str]) -> tuple[Value, ...]:
    application, sheet = line.application, line.sheet
    final = sheet.state == ScoreSheetState.SUBMITTED
    scores = [sheet.scores.get(key) if final else None for key in keys]
    return (
        application.number,
        entry_of(application).name,
        line.panel,
        line.calling,
        SHEET_STATES[sheet.state],
        *(None if score is None else Decimal(str(score)) for score in scores),
        sheet.total,
        chinese_datetime(sheet.submitted_at),
        sheet.remarks if final else "",
    )

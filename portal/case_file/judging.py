"""Chapters of a case file from the panel to the award. Reviewers appear by their lasting codes, never by name."""

from applications.models import Application
from journal.models import Record
from portal.case_file.blocks import Block, Chapter, day, instant, table
from reviews.models import (
    Minutes,
    Objection,
    PanelNote,
    PublicNoticeItem,
    ScoreSheet,
    Seat,
    VisitCase,
    WorkPlanVersion,
)
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.history import earlier_versions
from reviews.scoring.totals import TRIMMED_HEAD, result
from reviews.states import ScoreSheetState
from reviews.visits.recording.report import report
from sheets.letters.letter import Table

KIND = "applications.application"


def codes(application: Application) -> dict[int, str]:
    """Reviewer id → how the person is called in this case file; the panel is named where there are several."""
    sheets = list(application.score_sheets.select_related("panel"))
    numbers = Seat.objects.numbers({sheet.panel_id for sheet in sheets})
    several = len({sheet.panel_id for sheet in sheets}) > 1
    return {
        sheet.reviewer_id: f"{sheet.panel.name} " * several
        + f"专家{numbers[sheet.panel_id, sheet.reviewer_id]}"
        for sheet in sheets
    }


def scores(application: Application, called: dict[int, str]) -> Chapter:
    """Every sheet by code, with what stood in it before it was reopened, and what the sheets come to."""
    sheets = list(application.score_sheets.select_related("panel").order_by("panel", "pk"))
    sheets.sort(key=lambda sheet: called[sheet.reviewer_id])
    if not sheets:
        return Chapter("评审和评分")
    criteria = rubric_of(application.cycle, application.pilot_type)
    valid = [sheet.total for sheet in sheets if sheet.state == ScoreSheetState.SUBMITTED]
    found = result(valid)
    facts = [
        ("评审组", "、".join(dict.fromkeys(sheet.panel.name for sheet in sheets))),
        ("有效评分表", found.sheets),
        ("得分", found.mean if found.mean is not None else "无结果"),
        ("原始平均", found.raw_mean),
        ("分差", found.spread),
        (TRIMMED_HEAD, "是" if found.trimmed else "否"),
    ]
    blocks = [Block(facts=facts)]
    earlier = earlier_versions(sheets, criteria)
    for sheet in sheets:
        blocks.append(_sheet(sheet, criteria, called[sheet.reviewer_id]))
        for version in earlier.get(sheet.pk, []):
            rows = [(name, f"{score} / {scale}") for name, score, scale in version.lines]
            when = f"{instant(version.at)}退回：{version.reason}"
            title = f"{called[sheet.reviewer_id]}退回前的评分（总分 {version.total}，{when}）"
            blocks += [*table(title, ("指标", "得分"), rows, widths=(0, 24)), Block(text=version.remarks)]
    return Chapter("评审和评分", blocks)


def _sheet(sheet: ScoreSheet, criteria, code: str) -> Block:
    final = sheet.state == ScoreSheetState.SUBMITTED
    facts = [("状态", sheet.get_state_display())]
    if sheet.conflict:
        facts.append(("回避情形", sheet.get_conflict_display()))
    if final:
        facts += [
            (
                criterion.name,
                f"{sheet.scores.get(str(criterion.pk), '—')} / {criterion.scale}（权重 {criterion.weight}%）",
            )
            for criterion in criteria
        ]
        facts += [
            ("总分", sheet.total),
            ("提交时间", instant(sheet.submitted_at)),
            ("评审意见", sheet.remarks),
        ]
    return Block(code, facts=facts)


def visits(application: Application) -> Chapter:
    """Records of site visits that are handed in, and the versions of the work plan."""
    blocks: list[Block] = []
    found = VisitCase.objects.counted().filter(application=application).order_by("visit__starts_at")
    for case in found.select_related("visit", "application__entry", "application__cycle"):
        blocks.append(Block(f"现场调研 {instant(case.visit.starts_at)} {case.visit.place}"))
        for part in report(case).parts:
            if isinstance(part, Table):
                head = [column.label for column in part.columns]
                blocks.append(Block(head=head, rows=part.rows))
            else:
                blocks.append(Block(text=part.text))
    plans = WorkPlanVersion.objects.filter(plan__application=application).select_related("by", "file")
    rows = [
        (
            f"第 {plan.version} 版",
            plan.file_name,
            f"{plan.by}，{instant(plan.at)}",
            plan.remarks,
            plan.file_id,
        )
        for plan in plans
    ]
    head = ("版本", "文件", "提交", "退回意见", "SHA-256")
    return Chapter(
        "现场调研和试点工作方案",
        [*blocks, *table("试点工作方案", head, rows, small=True, widths=(18, 36, 36, 0, 42))],
    )


def discussion(application: Application) -> Chapter:
    """Points discussed on this application, every version, and the minutes of its panels."""
    notes = PanelNote.objects.filter(application=application).select_related("panel", "by").order_by("pk")
    blocks = [
        Block(
            f"{note.panel.name}讨论要点第 {note.number} 版（{note.by}，{instant(note.at)}）", text=note.text
        )
        for note in notes
    ]
    panels = application.score_sheets.values("panel")
    for minutes in Minutes.objects.current().filter(panel__in=panels).select_related("panel", "by"):
        facts = [
            ("会议日期", day(minutes.held_on)),
            ("参会人员", minutes.attendees),
            ("记录", f"{minutes.by}，{instant(minutes.at)}"),
        ]
        blocks.append(
            Block(f"{minutes.panel.name}会议纪要第 {minutes.number} 版", facts=facts, text=minutes.text)
        )
    return Chapter("讨论要点和会议纪要", blocks)


def decision(application: Application) -> Chapter:
    """The decision, and every proposal, return and withdrawal of one before it."""
    found = getattr(application, "decision", None)
    blocks: list[Block] = []
    if found:
        facts = [
            ("决定", found.get_outcome_display()),
            ("进度", found.stage.label),
            ("理由", found.reason),
            ("评审意见", found.remarks),
            ("提议时得分、名次", f"{found.score or '无结果'}，{found.rank or '—'}"),
            ("提议", f"{found.proposed_by}，{instant(found.proposed_at)}"),
            ("退回意见", found.return_remark),
            (
                "确认",
                f"{found.confirmed_by}，{instant(found.confirmed_at)}" if found.confirmed_at else "未确认",
            ),
            ("公布", instant(found.published_at) if found.published_at else "未公布"),
            ("评分表校验值", found.sheets_checksum),
        ]
        blocks.append(Block("现在的决定", facts=facts))
    rows = [
        (instant(row.at), row.label, row.actor_name, row.summary)
        for row in Record.objects.about(KIND, application.pk).filter(verb__endswith="_decision")
    ]
    return Chapter(
        "会议决定", [*blocks, *table("经过", ("时间", "事项", "经办", "内容"), rows, widths=(30, 24, 24, 0))]
    )


def notice(application: Application) -> Chapter:
    """The public notice that it stood on, and objections with how they were handled."""
    item = PublicNoticeItem.objects.filter(application=application).select_related("notice__cycle").first()
    if item is None:
        return Chapter("公示和异议")
    facts = [
        ("公示", item.notice.title),
        ("公示期", item.notice.period),
        ("发布", instant(item.notice.published_at)),
        ("移出", f"{instant(item.struck_at)}：{item.struck_reason}" if item.struck_at else ""),
        (
            "申报单位撤回",
            f"{instant(application.state_since)}：{application.closing_remarks}" * item.is_withdrawn,
        ),
        ("认定", instant(item.awarded_at) if item.awarded_at else ""),
    ]
    blocks = [Block(facts=facts)]
    for objection in (
        Objection.objects.filter(item=item).select_related("closed_by", "proposed_by").order_by("received_at")
    ):
        notes = [(instant(note.at), note.by, note.text) for note in objection.notes.select_related("by")]
        said = [
            ("收到时间", instant(objection.received_at)),
            (
                "异议人",
                f"{objection.name} {objection.organisation} {objection.phone} {objection.email}".strip(),
            ),
            ("事实和理由", objection.grounds),
            ("状态", objection.get_state_display()),
            ("认定理由", objection.reason),
            ("答复", objection.answer),
            (
                "提出异议成立",
                f"{objection.proposed_by}，{instant(objection.proposed_at)}" if objection.proposed_at else "",
            ),
            ("办结", f"{objection.closed_by}，{instant(objection.closed_at)}" if objection.closed_at else ""),
        ]
        blocks.append(Block(f"异议 {objection.number}", facts=said))
        blocks += table("核查记录", ("时间", "记录人", "内容"), notes, widths=(30, 24, 0))
    return Chapter("公示和异议", blocks)

"""The plan as a paper: 试点实施方案 or 试点工作方案, made from the rows of a version (A1 §三.2, A3 §三.二)."""

from collections.abc import Iterator

from face.wording import chinese_date
from pilots.models import SubmissionVersion, Target
from pilots.plan.layout import REPORT_MONTHS
from pilots.targets.compare import by_key, worse
from pilots.targets.factors import factor_parts
from pilots.targets.paper import target_tables
from pilots.targets.rows import place_name, promised_of
from pilots.writing.layout import day_in
from pilots.writing.official import NOT_WRITTEN, official_letter, paragraphs
from sheets.letters.letter import Column, Letter, Part, Table, Text

REMARKS = (Column("序号", 14, "center"), Column("评审意见", 66), Column("落实情况", 76))


def plan_letter(version: SubmissionVersion) -> Letter:
    """A version of a plan, to be stamped and dated by its organisation; what 1.0.0 did not ask is said to be missing."""
    entry, content = version.submission.pilot.entry, version.content
    return official_letter(
        version,
        f"{entry.name}\n{entry.programme.plan_name}",
        (
            ("对评审意见的落实情况", _remarks(version)),
            ("实施期限", _period(version)),
            ("主要任务", paragraphs(content.get("summary", ""))),
            ("目标", _targets(version)),
            ("采用的排放因子", factor_parts(content)),
            ("组织实施和保障措施", paragraphs(content.get("measures", ""))),
        ),
    )


def _remarks(version: SubmissionVersion) -> Iterator[Part]:
    remarks = version.submission.pilot.review_remarks.all()
    rows = (
        (remark.number, remark.text, version.content.get(f"answer_{remark.number}", "")) for remark in remarks
    )
    if answered := tuple(rows):
        yield Table(REMARKS, answered)


def _targets(version: SubmissionVersion) -> Iterator[Part]:
    """The set that the version made, and why it falls behind the application where it does."""
    targets = list(Target.objects.filter(set__source=version))
    if not targets:
        yield Text(NOT_WRITTEN)
        return
    yield from target_tables(targets)
    rows = by_key(targets)
    for key, promised in promised_of(version.submission.pilot).items():
        if behind := worse(promised, rows.get(key)):
            why = version.content.get(place_name(key, "why"), "") or NOT_WRITTEN
            yield Text(f"目标 {key}：{behind}。理由：{why}")


def _period(version: SubmissionVersion) -> Iterator[Part]:
    content = version.content
    until = chinese_date(day_in(content.get("until", ""))) or NOT_WRITTEN
    yield Text(f"自方案同意之日起，至{until}完成。")
    if reason := content.get("period_reason", ""):
        norm = version.submission.pilot.entry.programme.life.implementing_months
        yield Text(f"超过 {norm} 个月的理由：{reason}")
    every = dict(REPORT_MONTHS).get(content.get("report_months", ""), "")
    if every:
        yield Text(f"{every}报告一次进展。")

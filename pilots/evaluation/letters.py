"""A confirmed evaluation as a letter to the organisation: 审核评估意见, 跟踪评估意见, 整改核查意见.

It says what was confirmed, so it reads the same whenever it is made. It is no sealed paper: the mark says so.
"""

from collections.abc import Iterator

from django.utils.timezone import localtime

from face.wording import chinese_date
from pilots.evaluation.deciding.confirming import what_follows
from pilots.evaluation.layout import ANSWERS, SHORT_ITEM
from pilots.evaluation.reading import Line, lines_of
from pilots.models import Evaluation
from pilots.states import EvaluationKind
from programme.notice import ISSUER
from sheets.letters.letter import Column, Letter, Part, Signature, Table, Text, reference_to_fill

NAMES = {
    EvaluationKind.AUDIT: "审核评估意见",
    EvaluationKind.TRACKING: "跟踪评估意见",
    EvaluationKind.RECHECK: "整改核查意见",
}
VALUES = (
    Column("目标", 36),
    Column("目标值", 30),
    Column("单位填报", 30),
    Column("核定", 30),
    Column("不一致的原因", 30),
)
CHECKED = (Column("方面", 44), Column("核查结果", 24, "center"), Column("说明", 88))
CONDITIONS = (Column("序号", 14, "center"), Column("条件", 100), Column("完成期限", 42))


def name_of(evaluation: Evaluation) -> str:
    """What the letter is called."""
    return NAMES[EvaluationKind(evaluation.kind)]


def file_name_of(evaluation: Evaluation) -> str:
    """Name of its file, without the ending."""
    return f"{evaluation.pilot.entry.number}-第{evaluation.number}次评估-{name_of(evaluation)}"


def letter(evaluation: Evaluation) -> Letter:
    """The letter of a confirmed evaluation.

    Args:
        evaluation: with ``pilot.entry.cycle``.
    """
    entry = evaluation.pilot.entry
    return Letter(
        title=f"{ISSUER}\n关于{entry.cycle.year}年度北京市低碳试点\n{name_of(evaluation)}的通知",
        mark="待盖章",
        reference=reference_to_fill(localtime(evaluation.confirmed_at).year),
        addressee=entry.organisation_name,
        parts=tuple(_parts(evaluation)),
        signature=Signature(ISSUER, chinese_date(evaluation.confirmed_at)),
    )


def _parts(evaluation: Evaluation) -> Iterator[Part]:
    entry = evaluation.pilot.entry
    named = "" if entry.name == entry.organisation_name else f"“{entry.name}”"
    yield Text(
        f"根据北京市低碳试点工作安排，我局对你单位的{entry.get_pilot_type_display()}{named}（编号：{entry.number}）"
        f"开展了{evaluation.get_kind_display()}，现将有关意见通知如下。"
    )
    heads = iter("一二三四五六七八")
    yield Text(f"{next(heads)}、评估结论", "heading")
    yield Text(f"{evaluation.get_outcome_display()}。{what_follows(evaluation)}")
    yield from _lines(evaluation.reasons)
    yield Text(f"{next(heads)}、评估情况", "heading")
    yield from _lines(evaluation.findings)
    if lines := lines_of(evaluation):
        yield Text(f"{next(heads)}、目标核定", "heading")
        yield Table(VALUES, tuple(_row(line) for line in lines))
    if items := evaluation.checklist.get("items"):
        yield Text(f"{next(heads)}、核查清单", "heading")
        yield Table(CHECKED, tuple(_checked(evaluation, item) for item in items))
    if evaluation.repair_requirements:
        yield Text(f"{next(heads)}、整改要求", "heading")
        yield from _lines(evaluation.repair_requirements)
        yield Text(f"整改截止日期：{chinese_date(evaluation.repair_until)}。")
    if conditions := list(evaluation.conditions.all()):
        yield Text(f"{next(heads)}、附带条件", "heading")
        rows = tuple(
            (number, condition.text, chinese_date(condition.due_on))
            for number, condition in enumerate(conditions, start=1)
        )
        yield Table(CONDITIONS, rows)
    yield Text("特此通知。")


def _lines(text: str) -> Iterator[Text]:
    return (Text(line) for line in text.splitlines() if line.strip())


def _row(line: Line) -> tuple[str, ...]:
    return line.name, line.aimed, line.said or "—", line.audited or "—", line.why or "—"


def _checked(evaluation: Evaluation, item: dict) -> tuple[str, str, str]:
    answer = dict(ANSWERS).get(evaluation.entries.get(f"item_{item['key']}", ""), "—")
    what = item["aspect"] if len(item["text"]) > SHORT_ITEM else item["text"]
    return what, answer, evaluation.entries.get(f"remark_{item['key']}", "") or "—"

"""The self-evaluation report as a paper, made from the figures: promised, aimed at, reported, reached (A1 §三.3)."""

from dataclasses import replace

from pilots.models import ReportedValue, SubmissionVersion
from pilots.self_evaluation.layout import aimed, layout_of, name_of, promised_of, promised_words
from pilots.targets.reported import NOTHING, REACHED, reaches, reported_so_far
from pilots.targets.rows import plain
from pilots.writing.paper import paper_of
from pilots.writing.versions import as_handed_in
from sheets.letters.letter import Column, Letter, Part, Table, Text

VERDICT = {True: "达到", False: "未达到", None: NOTHING}
FIGURES = (
    Column("目标（单位）", 40),
    Column("申报承诺", 22, "right"),
    Column("方案目标", 30, "right"),
    Column("进展已报告", 26, "right"),
    Column("自评达到", 20, "right"),
    Column("结论", 18, "center"),
)
METHODS = Column("目标", 32), Column("计算方法", 60), Column("证明材料", 32), Column("未达到的原因", 32)


def report_letter(version: SubmissionVersion) -> Letter:
    """自评报告, Word and PDF."""
    layout = layout_of(as_handed_in(version))
    texts = replace(layout, groups=tuple(group for group in layout.groups if not group.row))
    entry = version.submission.pilot.entry
    return paper_of(version, f"{entry.name}\n自评报告", texts, first=(("目标完成情况", _figures(version)),))


def _figures(version: SubmissionVersion) -> tuple[Part, ...]:
    values = list(version.values.select_related("target"))
    return (
        Table(FIGURES, _rows(version, values)),
        Text(
            "按年计的量，“自评达到”为由试运行推算的一年的量；“进展已报告”为已通过的进展报告按年合计。", "note"
        ),
        Table(METHODS, tuple(_method(value) for value in values)),
    )


def _rows(version: SubmissionVersion, values: list[ReportedValue]) -> tuple[tuple[str, ...], ...]:
    pilot = version.submission.pilot
    promised = promised_of(pilot)
    so_far = reported_so_far(pilot, [value.target for value in values])
    return tuple(
        (
            name_of(value.target),
            promised_words(value.target, promised),
            aimed(value.target),
            so_far[value.target.key].words,
            plain(value.value) if value.reached is None else REACHED[value.reached],
            VERDICT[reaches(value.target, value.value, value.reached)],
        )
        for value in values
    )


def _method(value: ReportedValue) -> tuple[str, ...]:
    texts = (value.method, value.evidence, value.explanation)
    return (value.target.name, *(text or NOTHING for text in texts))

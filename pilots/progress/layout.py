"""The page of a progress report: each target with value, evidence and, when behind, an explanation; what it lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Submission, Target
from pilots.progress.due import plans
from pilots.progress.lines import Expected, expected_of, promised_of
from pilots.progress.reported import reported_before, set_of_report, targets_of_report
from pilots.progress.schedule import Period
from pilots.states import TargetKind
from pilots.targets.factors import factor_faults, factor_group
from pilots.targets.rows import plain
from pilots.writing.layout import Group, Layout, Place, PlaceKind, number_in

REACHED, NOT_YET = "yes", "no"
MOST_WORDS, TEXT_WORDS = 500, 3000


@dataclass(frozen=True)
class Line:
    """One target as a report tells of it: what is expected, what was reported before."""

    target: Target
    expected: Expected | None
    before: Decimal

    @property
    def is_milestone(self) -> bool:
        """Whether it is reached or not, and has no value."""
        return self.target.kind == TargetKind.MILESTONE

    def name(self, column: str) -> str:
        """The name of a place of this target."""
        return f"report_{self.target.key}_{column}"


def lines_of(submission: Submission) -> list[Line]:
    """The targets of a report, in the order of its page."""
    pilot, before = submission.pilot, reported_before(submission)
    period = period_of(submission)
    start = pilot.implementing_from or period.first
    lines = []
    for target in targets_of_report(submission):
        expected = expected_of(target, start, period) if plans(pilot) else promised_of(target)
        lines.append(Line(target, expected, before.get((target.key, target.kind, target.unit), Decimal(0))))
    return lines


def period_of(submission: Submission) -> Period:
    """The period of a report."""
    assert submission.period_from and submission.period_to  # held by the constraint report_has_its_period
    return Period(submission.period_from, submission.period_to)


def layout_of(submission: Submission) -> Layout:
    """The layout of a report: its targets are those that counted at the end of its period."""
    lines = lines_of(submission)
    rows = tuple(_group(line, submission) for line in lines)
    proofs = tuple(
        (f"target_{line.target.key}", f"目标 {line.target.key}：{line.target.name}"[:60]) for line in lines
    )
    factors = factor_group(submission.content, day_of(submission.opened_at))
    return Layout(
        (_whole(submission), *rows, factors, _next(submission)), file_places=(*proofs, ("", "其他证明材料"))
    )


def _whole(submission: Submission) -> Group:
    places = [Place("summary", "工作进展", PlaceKind.LONG, "请写明本期工作进展。", limit=TEXT_WORDS)]
    if _promised_no_figures(submission):
        places.insert(0, Place("intensity", "碳排放强度", hint="注明单位，如 tCO2/万元"))
        places.insert(0, Place("emissions", "碳排放总量（tCO2）", PlaceKind.NUMBER, "请填写全年碳排放总量。"))
    if not plans(submission.pilot):
        places.insert(
            0,
            Place(
                "output", "产品产量或产值", need="请写明产量或产值，并注明单位。", hint="如：水泥 120 万吨"
            ),
        )
    facts = [("报告期", f"{chinese_date(submission.period_from)}至{chinese_date(submission.period_to)}")]
    if about := _about_targets(submission):
        facts.append(("目标", about))
    return Group("whole", "总体情况", tuple(places), facts=tuple(facts))


def _promised_no_figures(submission: Submission) -> bool:
    """Whether it is of a leader whose application told no figures: it tells them without lines of targets."""
    return not plans(submission.pilot) and not targets_of_report(submission)


def _about_targets(submission: Submission) -> str:
    """Which targets a report tells of; "" where there is nothing to hold its figures against."""
    chosen = set_of_report(submission)
    if _promised_no_figures(submission):
        return ""
    if chosen is None:
        return "没有登记的目标，请在工作进展中写明主要指标的完成情况。"
    if chosen.version and chosen.replaced_at:
        return f"按报告期末生效的{chosen.called}填写；{chinese_date(chosen.replaced_at)}目标已调整，新目标从下一报告期起填报。"
    return f"按{chosen.called}填写。"


def _next(submission: Submission) -> Group:
    place = Place("next_steps", "下一步安排", PlaceKind.LONG, "请写明下一步安排。", limit=TEXT_WORDS)
    return Group("next", "下一步安排", (place,))


def _group(line: Line, submission: Submission) -> Group:
    target = line.target
    explanation = Place(
        line.name("explanation"), "进展落后的说明", PlaceKind.LONG, hint="落后于进度的必填", limit=MOST_WORDS
    )
    evidence = Place(line.name("evidence"), "证明材料", PlaceKind.TEXT, hint="写明文件名称，文件在下面上传")
    return Group(
        f"target_{target.key}",
        f"目标 {target.key}",
        (_value(line), evidence, explanation),
        facts=tuple(_facts(line, submission)),
        row=True,
    )


def _value(line: Line) -> Place:
    target = line.target
    if line.is_milestone:
        choices = ((REACHED, "已达成"), (NOT_YET, "未达成"))
        return Place(
            line.name("reached"), "完成情况", PlaceKind.CHOICE, "请选择是否已达成。", choices=choices
        )
    label = "本期数量" if target.measure.adds_up else "期末数值"
    need = "请填写数值；没有的填 0。"
    return Place(line.name("value"), f"{label}（{target.unit}）", PlaceKind.NUMBER, need, signed=True)


def _facts(line: Line, submission: Submission) -> Iterator[tuple[str, str]]:
    target = line.target
    yield "内容", target.name
    if line.is_milestone:
        yield "完成日期", chinese_date(target.due_on)
        return
    if plans(submission.pilot):
        due = f"，{chinese_date(target.due_on)}前" if target.due_on else ""
        yield "目标值", f"{plain(target.value)} {target.unit}{due}"
    if line.expected:
        yield line.expected.words, f"{plain(line.expected.value)} {target.unit}"
    if target.measure.adds_up and plans(submission.pilot):
        yield "此前累计", f"{plain(line.before) or '0'} {target.unit}"


def faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that a report lacks; who is behind explains it."""
    yield from layout_of(submission).faults(submission.content)
    for line in lines_of(submission):
        explanation = line.name("explanation")
        if not submission.content.get(explanation) and (behind := behind_words(line, submission)):
            yield explanation, f"{behind}，请说明原因和改进措施。"
    yield from factor_faults(submission.content)


def behind_words(line: Line, submission: Submission) -> str:
    """How a target is behind, by what is typed; "" when it is not, or cannot be told yet."""
    content, target = submission.content, line.target
    if line.is_milestone:
        over = target.due_on and submission.period_to and target.due_on <= submission.period_to
        missed = over and content.get(line.name("reached")) == NOT_YET
        return f"完成日期{chinese_date(target.due_on)}已过，尚未达成" if missed else ""
    value = number_in(content.get(line.name("value"), ""), signed=True)
    if value is None or line.expected is None or not line.expected.is_behind(value, line.before):
        return ""
    return f"落后于进度（{line.expected.words} {plain(line.expected.value)} {target.unit}）"

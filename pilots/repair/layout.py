"""The page of a repair report: what was done about each requirement, and the new values of targets (A1 §三.3, A3 §三.四)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from face.wording import chinese_date
from pilots.models import Evaluation, FoundValue, Submission, Target
from pilots.states import EvaluationOutcome, TargetKind
from pilots.targets.reported import NOTHING, REACHED
from pilots.targets.rows import plain, set_in_force
from pilots.writing.layout import Group, Layout, Place, PlaceKind, day_in, number_in
from pilots.writing.lines import points_in

CHANGES = (("", "没有变化"), ("yes", "已达成"), ("no", "未达成"))


def ordered_by(submission: Submission) -> Evaluation | None:
    """The evaluation that asked for this repair: the last one that did so when the report was opened."""
    asked = submission.pilot.evaluations.confirmed().filter(
        outcome=EvaluationOutcome.REPAIR, confirmed_at__lte=submission.opened_at
    )
    return asked.order_by("confirmed_at").last()


def requirements_of(submission: Submission) -> list[str]:
    """What must be shown, point by point."""
    evaluation = ordered_by(submission)
    return points_in(evaluation.repair_requirements) if evaluation else []


def place_name(key: int, column: str) -> str:
    """The name of a place of a target."""
    return f"new_{key}_{column}"


def targets_of(submission: Submission) -> list[Target]:
    """The targets whose values a repair may change: those in force."""
    made = set_in_force(submission.pilot)
    return list(made.targets.all()) if made else []


def layout_of(submission: Submission) -> Layout:
    """The layout of a repair report as it stands now."""
    evaluation = ordered_by(submission)
    requirements = requirements_of(submission)
    groups = (
        _whole(submission, evaluation),
        *(_requirement(number, text) for number, text in enumerate(requirements, start=1)),
        *_rows(submission, evaluation),
    )
    of_requirements = (
        (f"done_{number}", f"整改要求 {number} 的证明材料") for number in _numbers(requirements)
    )
    return Layout(groups, file_places=(*of_requirements, ("", "其他证明材料")))


def _numbers(requirements: list[str]) -> range:
    return range(1, len(requirements) + 1)


def _whole(submission: Submission, evaluation: Evaluation | None) -> Group:
    facts = [("整改截止日期", chinese_date(submission.due_on))]
    if evaluation:
        facts.insert(
            0, ("整改依据", f"{evaluation.get_kind_display()}：{evaluation.reasons or evaluation.findings}")
        )
    return Group(
        "whole",
        "整改总体情况",
        (Place("summary", "整改情况", PlaceKind.LONG, "请写明整改的总体情况。"),),
        facts=tuple(facts),
    )


def _requirement(number: int, text: str) -> Group:
    return Group(
        f"requirement_{number}",
        f"整改要求 {number}",
        (
            Place(f"done_{number}", "完成情况", PlaceKind.LONG, "请写明怎样完成这项整改。"),
            Place(f"done_{number}_on", "完成日期", PlaceKind.DAY, "请填写完成日期。"),
            Place(f"done_{number}_evidence", "证明材料", hint="文件在附件中上传"),
        ),
        facts=(("要求", text),),
        row=True,
    )


def _rows(submission: Submission, evaluation: Evaluation | None) -> Iterator[Group]:
    targets = targets_of(submission)
    audited = _found(evaluation)
    for target in targets:
        facts = (
            ("目标", f"{target.name}（{target.unit}）" if target.unit else target.name),
            ("方案目标", plain(target.value) or "完成"),
            ("评估核定", _found_words(audited.get((target.key, target.kind, target.unit)))),
        )
        yield Group(
            f"target_{target.key}",
            f"目标 {target.key}",
            _places(target),
            facts=facts,
            row=True,
            lead="整改后数值有变化的填写，没有变化的不填。" if target is targets[0] else "",
        )


def _places(target: Target) -> tuple[Place, ...]:
    if target.kind == TargetKind.MILESTONE:
        value = Place(place_name(target.key, "yes"), "整改后", PlaceKind.CHOICE, choices=CHANGES)
    else:
        name = place_name(target.key, "value")
        value = Place(name, "整改后", PlaceKind.NUMBER, hint=f"单位：{target.unit}", signed=True)
    method = Place(place_name(target.key, "method"), "计算方法", PlaceKind.LONG, limit=1000)
    return value, method


Like = tuple[int, str, str]


def _found(evaluation: Evaluation | None) -> dict[Like, FoundValue]:
    """What the evaluation found, by key, kind and unit: nothing else is compared."""
    rows = evaluation.found.select_related("target") if evaluation else ()
    return {(row.target.key, row.target.kind, row.target.unit): row for row in rows}


def _found_words(found: FoundValue | None) -> str:
    if found is None:
        return NOTHING
    return plain(found.value) if found.reached is None else REACHED[found.reached]


def value_in(target: Target, content: Mapping[str, str]) -> tuple[Decimal | None, bool | None]:
    """The new value of one target, or whether a milestone is reached now; None for what the page does not say."""
    if target.kind == TargetKind.MILESTONE:
        said = content.get(place_name(target.key, "yes"), "")
        return None, said == "yes" if said else None
    return number_in(content.get(place_name(target.key, "value"), ""), signed=True), None


def faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that a repair report lacks on this day."""
    content = submission.content
    yield from layout_of(submission).faults(content)
    for number in _numbers(requirements_of(submission)):
        day = day_in(content.get(f"done_{number}_on", ""))
        if day and day > today:
            yield f"done_{number}_on", "完成日期不能晚于今天；完成以后再提交。"
    for target in targets_of(submission):
        said = value_in(target, content) != (None, None)
        if said and not content.get(place_name(target.key, "method")):
            yield place_name(target.key, "method"), "请写明怎样得出，用了哪些数据。"

"""The page of a self-evaluation: what was promised, aimed at, reported and reached, target by target (A1 §三.3)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from applications.carbon.numbers import quotient
from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Pilot, Submission, Target
from pilots.states import SubmissionKind, SubmissionState, TargetKind
from pilots.targets.factors import factor_faults, factor_group
from pilots.targets.reported import NOTHING, reaches, reported_so_far
from pilots.targets.rows import plain, set_in_force
from pilots.writing.layout import Group, Layout, Place, PlaceKind, day_in, number_in
from pilots.writing.versions import too_early

YES_NO = (("yes", "已达成"), ("no", "未达成"))
YEAR = 365  # days


def place_name(key: int, column: str) -> str:
    """The name of a place of a target."""
    return f"reached_{key}_{column}"


def targets_of(pilot: Pilot) -> list[Target]:
    """The targets that a self-evaluation answers for: those in force."""
    made = set_in_force(pilot)
    return list(made.targets.all()) if made else []


def layout_of(submission: Submission) -> Layout:
    """The layout of a self-evaluation as it stands now."""
    pilot, targets = submission.pilot, targets_of(submission.pilot)
    groups = [_whole(submission), *_rows(pilot, targets)]
    if any(target.kind == TargetKind.REDUCTION for target in targets):
        groups += [
            _annual(submission.content),
            factor_group(submission.content, day_of(submission.opened_at)),
        ]
    return Layout((*groups, _experience()), file_places=_file_places(targets))


def _whole(submission: Submission) -> Group:
    pilot = submission.pilot
    began = chinese_date(pilot.trial_from) or "不详"
    return Group(
        "whole",
        "建设和试运行情况",
        (
            Place("summary", "自评总体情况", PlaceKind.LONG, "请写明自评总体情况。"),
            Place("trial", "调试和试运行情况", PlaceKind.LONG, "请写明调试和试运行情况。"),
        ),
        facts=(
            ("试运行起始日期", began),
            ("最早提交日期", chinese_date(submission.not_before)),
            ("实施截止日期", chinese_date(pilot.implementing_until) or "不详"),
        ),
    )


def _rows(pilot: Pilot, targets: list[Target]) -> Iterator[Group]:
    promised = promised_of(pilot)
    so_far = reported_so_far(pilot, targets)
    for target in targets:
        facts = (
            ("目标", name_of(target)),
            ("申报承诺", promised_words(target, promised)),
            ("方案目标", aimed(target)),
            ("进展已报告", so_far[target.key].words),
        )
        yield Group(f"target_{target.key}", f"目标 {target.key}", _places(target), facts=facts, row=True)


def _places(target: Target) -> tuple[Place, ...]:
    key = target.key
    if target.kind == TargetKind.MILESTONE:
        value = Place(
            place_name(key, "yes"), "自评达到", PlaceKind.CHOICE, "请选择是否已达成。", choices=YES_NO
        )
    else:
        name = place_name(key, "value")
        value = Place(
            name,
            "自评达到",
            PlaceKind.NUMBER,
            "请填写实际达到的数值。",
            hint=f"单位：{target.unit}",
            signed=True,
        )
    method = Place(
        place_name(key, "method"),
        "计算方法",
        PlaceKind.LONG,
        "请写明怎样得出，用了哪些数据。",
        hint=f"方案中的计量方法：{target.method}" if target.method else "",
        limit=1000,
    )
    evidence = Place(place_name(key, "evidence"), "证明材料", hint="文件在附件中上传")
    why = Place(place_name(key, "why"), "未达到的原因", PlaceKind.LONG, hint="达到目标的不填", limit=1000)
    return value, method, evidence, why


def _annual(content: Mapping[str, str]) -> Group:
    """How the yearly reduction follows from what the trial operation showed."""
    scaled = by_days(content)
    return Group(
        "annual",
        "由试运行推算年减排量",
        (
            Place("measured_from", "监测起始日期", PlaceKind.DAY, "请填写试运行中监测的起始日期。"),
            Place("measured_to", "监测截止日期", PlaceKind.DAY, "请填写试运行中监测的截止日期。"),
            Place(
                "measured",
                "监测期内实际减排量（tCO2e）",
                PlaceKind.NUMBER,
                "请填写监测期内的实际减排量。",
                signed=True,
            ),
            Place(
                "annual_method",
                "推算方法",
                PlaceKind.LONG,
                "请写明怎样由试运行数据推算年减排量。",
                hint="如按产量、运行小时或季节修正；与按天数折算不同的，写明原因。",
            ),
        ),
        facts=(("按天数折算一年", f"{plain(scaled)} tCO2e" if scaled is not None else NOTHING),),
    )


def by_days(content: Mapping[str, str]) -> Decimal | None:
    """The reduction of a year (tCO2e) in proportion to the days that were measured, both counted; None without them."""
    first, last = day_in(content.get("measured_from", "")), day_in(content.get("measured_to", ""))
    amount = number_in(content.get("measured", ""), signed=True)
    if first is None or last is None or amount is None or last < first:
        return None
    return quotient(amount * YEAR, Decimal((last - first + timedelta(days=1)).days), 2)


def _experience() -> Group:
    return Group(
        "experience",
        "问题和经验",
        (
            Place("problems", "存在问题和改进措施", PlaceKind.LONG, "请写明存在问题和改进措施。"),
            Place("spread", "可复制推广的做法", PlaceKind.LONG, "请写明可以复制推广的做法。"),
        ),
    )


def _file_places(targets: list[Target]) -> tuple[tuple[str, str], ...]:
    of_targets = ((f"target_{target.key}", f"目标 {target.key} 的证明材料") for target in targets)
    return (("trial", "试运行数据和记录"), *of_targets, ("", "其他证明材料"))


Like = tuple[int, str, str]


def promised_of(pilot: Pilot) -> dict[Like, Target]:
    """What the application promised, by key, kind and unit: nothing else is compared."""
    rows = Target.objects.filter(set__pilot=pilot, set__version=0)
    return {(target.key, target.kind, target.unit): target for target in rows}


def promised_words(target: Target, promised: Mapping[Like, Target]) -> str:
    """What the application promised of a target, without its unit."""
    promise = promised.get((target.key, target.kind, target.unit))
    return plain(promise.value) if promise else NOTHING


def name_of(target: Target) -> str:
    """A target with its unit."""
    return f"{target.name}（{target.unit}）" if target.unit else target.name


def aimed(target: Target) -> str:
    """What it aims at and by when, without its unit."""
    day = f"{chinese_date(target.due_on)}前" if target.due_on else ""
    if target.kind == TargetKind.MILESTONE:
        return f"{day}完成"
    return f"{plain(target.value)}，{day}" if day else plain(target.value)


def value_in(target: Target, content: Mapping[str, str]) -> tuple[Decimal | None, bool | None]:
    """What a page says of one target: a value, or whether a milestone is reached; None for what it does not say."""
    if target.kind == TargetKind.MILESTONE:
        said = content.get(place_name(target.key, "yes"), "")
        return None, said == "yes" if said else None
    return number_in(content.get(place_name(target.key, "value"), ""), signed=True), None


def change_waits(pilot: Pilot) -> str:
    """Why nothing can be evaluated while the city decides a change of what is aimed at; "" when none waits (A3 §三.三)."""
    waiting = pilot.submissions.filter(kind=SubmissionKind.CHANGE, state=SubmissionState.HANDED_IN)
    if not waiting.exists():
        return ""
    return "调整申请正在审核，目标还没有确定。请等审核结果出来，再提交自评报告。已填写的内容都已保存。"


def faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that a self-evaluation lacks on this day."""
    if sentence := too_early(submission, today) or change_waits(submission.pilot):
        yield "", sentence
    content = submission.content
    yield from layout_of(submission).faults(content)
    for target in targets_of(submission.pilot):
        value, said = value_in(target, content)
        if reaches(target, value, said) is False and not content.get(place_name(target.key, "why")):
            yield place_name(target.key, "why"), "没有达到目标，请写明原因。"
    yield from _measured_faults(submission, today)
    yield from factor_faults(content)


def _measured_faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    begun = submission.pilot.trial_from
    first = day_in(submission.content.get("measured_from", ""))
    last = day_in(submission.content.get("measured_to", ""))
    if first and begun and first < begun:
        yield "measured_from", f"监测起始日期不能早于试运行起始日期（{chinese_date(begun)}）。"
    if last and last > today:
        yield "measured_to", "监测截止日期不能晚于今天。"
    if first and last and last < first:
        yield "measured_to", "监测截止日期不能早于起始日期。"

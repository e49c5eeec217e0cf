"""The page of an evaluation: found values, checklist, findings, outcome; and what it lacks before it is proposed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pilots.evaluation.outcomes import needs_values, outcomes_of, why_not
from pilots.evaluation.values import Beside, beside, reported_year
from pilots.models import Evaluation
from pilots.states import EvaluationOutcome
from pilots.targets.reported import REACHED
from pilots.writing.layout import Group, Layout, Place, PlaceKind, day_in, number_in

ANSWERS = (("yes", "是"), ("partly", "部分"), ("no", "否"))
REACHED_CHOICES = (("yes", REACHED[True]), ("no", REACHED[False]))
CONDITIONS = 5  # rows
SHORT_ITEM = 60  # characters
BEST = Decimal(100)
PAST = "日期应晚于今天。"


def layout_of(evaluation: Evaluation, today: date) -> Layout:
    """The layout of an evaluation as it stands now."""
    rows = beside(evaluation, year_of(evaluation))
    years = (_years(evaluation, today),) if rows else ()
    return Layout(
        (
            *years,
            *(_found(row) for row in rows),
            *_checklist(evaluation),
            _findings(),
            _outcome(evaluation),
            Group("conditions", "附带条件", (), lead="随结论提出、须在期限内完成的事项；没有的不填。"),
            *(_condition(number) for number in range(1, CONDITIONS + 1)),
            _repair(),
        )
    )


def year_of(evaluation: Evaluation) -> int | None:
    """The year that the found values belong to; what is reported says it, as long as nobody has chosen."""
    chosen = evaluation.entries.get("year", "")
    return int(chosen) if chosen else reported_year(evaluation)


def _years(evaluation: Evaluation, today: date) -> Group:
    first = (evaluation.pilot.implementing_from or evaluation.opened_at).year
    choices = tuple((str(year), f"{year} 年") for year in range(today.year, first - 1, -1))
    place = Place(
        "year",
        "核定值所属年份",
        PlaceKind.CHOICE,
        choices=choices,
        hint="选择后保存，旁边显示这一年的填报。",
    )
    return Group("values", "目标核定", (place,), lead="逐项核定目标；与单位填报不一致的，写明原因。")


def _found(row: Beside) -> Group:
    key = row.target.key
    value = (
        Place(f"found_{key}", "是否达成", PlaceKind.CHOICE, choices=REACHED_CHOICES)
        if row.is_milestone
        else Place(f"found_{key}", f"核定值（{row.target.unit}）", PlaceKind.NUMBER, signed=True)
    )
    why = Place(f"why_{key}", "与填报不一致的原因", PlaceKind.LONG, limit=500)
    return Group(f"target_{key}", row.target.name, (value, why), facts=row.facts, row=True)


def _checklist(evaluation: Evaluation) -> Iterator[Group]:
    items = evaluation.checklist.get("items", ())
    if items:
        yield Group("checklist", "核查清单", (), lead="逐项选择；选择「部分」或「否」的，请说明情况。")
    yield from (_item(item) for item in items)


def _item(item: dict) -> Group:
    """One item; what is short stands in the heading itself."""
    places = (
        Place(f"item_{item['key']}", "核查结果", PlaceKind.CHOICE, "请选择是、部分或否。", choices=ANSWERS),
        Place(f"remark_{item['key']}", "说明", limit=300),
    )
    short = len(item["text"]) <= SHORT_ITEM
    title = f"{item['aspect']}：{item['text']}" if short else item["aspect"]
    return Group(f"item_{item['key']}", title, places, lead="" if short else item["text"], row=True)


def _findings() -> Group:
    score = Place("score", "得分", PlaceKind.NUMBER, hint="0 至 100，可以不填。")
    text = Place(
        "findings",
        "评估情况",
        PlaceKind.LONG,
        "请写明评估情况。",
        hint="写明核查方式、主要成效和存在的问题。没有现场核查记录的，在这里写明核查经过。",
    )
    return Group("findings", "评估情况", (text, score))


def _outcome(evaluation: Evaluation) -> Group:
    choices = tuple((outcome.value, outcome.label) for outcome in outcomes_of(evaluation))
    places = (
        Place("outcome", "结论", PlaceKind.CHOICE, "请选择评估结论。", choices=choices),
        Place("reasons", "结论理由", PlaceKind.LONG, "请写明得出这一结论的理由。"),
    )
    lead = "由您提出，另一位工作人员确认；确认后通知申报单位。"
    return Group("outcome", "评估结论", places, lead=lead)


def _condition(number: int) -> Group:
    places = (
        Place(f"condition_{number}_due", "完成期限", PlaceKind.DAY),
        Place(f"condition_{number}_text", "条件", limit=300),
    )
    return Group(f"condition_{number}", f"附带条件 {number}", places, row=True)


def _repair() -> Group:
    places = (
        Place("repair_requirements", "整改要求", PlaceKind.LONG, hint="写明需要完成什么、提交什么证明。"),
        Place("repair_until", "整改截止日期", PlaceKind.DAY),
    )
    return Group("repair", "限期整改", places, lead="结论为限期整改时填写，其他结论不填。")


def faults(evaluation: Evaluation, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that an evaluation lacks before its outcome can be proposed."""
    entries = evaluation.entries
    yield from layout_of(evaluation, today).faults(entries)
    outcome = entries.get("outcome", "")
    if outcome and (why := why_not(evaluation, outcome, today)):
        yield "outcome", why
    yield from _value_faults(evaluation, needed=needs_values(evaluation.kind, outcome))
    for item in evaluation.checklist.get("items", ()):
        doubted = entries.get(f"item_{item['key']}") in ("partly", "no")
        if doubted and not entries.get(f"remark_{item['key']}"):
            yield f"remark_{item['key']}", "选择「部分」或「否」的，请说明情况。"
    score = number_in(entries.get("score", ""))
    if score is not None and score > BEST:
        yield "score", "得分应为 0 至 100。"
    elif score is not None and score != round(score, 2):
        yield "score", "得分最多保留两位小数。"
    yield from _condition_faults(entries, today)
    if outcome == EvaluationOutcome.REPAIR:
        yield from _repair_faults(entries, today)


def _value_faults(evaluation: Evaluation, *, needed: bool) -> Iterator[tuple[str, str]]:
    entries, rows = evaluation.entries, beside(evaluation, year_of(evaluation))
    for row in rows:
        key = row.target.key
        text = entries.get(f"found_{key}", "")
        if not text and needed:
            say = "请核定是否达成。" if row.is_milestone else "请填写核定值。"
            yield f"found_{key}", f"{say}得出这一结论须逐项核定目标。"
        if text and differs(row, text) and not entries.get(f"why_{key}"):
            yield f"why_{key}", "核定值与单位填报不一致，请写明原因。"
    if not entries.get("year") and any(entries.get(f"found_{row.target.key}") for row in rows):
        yield "year", "请选择核定值所属年份。"


def differs(row: Beside, text: str) -> bool:
    """Whether a found value is another than what the organisation said; what it did not say cannot differ."""
    if row.said is None:
        return False
    if row.is_milestone:
        return row.said.reached is not (text == "yes")
    value = number_in(text, signed=True)
    return value is not None and value != row.said.value


def _condition_faults(entries: dict[str, str], today: date) -> Iterator[tuple[str, str]]:
    for number in range(1, CONDITIONS + 1):
        text, due = entries.get(f"condition_{number}_text"), entries.get(f"condition_{number}_due", "")
        day = day_in(due)
        if text and not due:
            yield f"condition_{number}_due", "请填写完成期限。"
        elif due and not text:
            yield f"condition_{number}_text", "请写明条件，或清空完成期限。"
        elif day and day <= today:
            yield f"condition_{number}_due", f"完成期限的{PAST}"


def _repair_faults(entries: dict[str, str], today: date) -> Iterator[tuple[str, str]]:
    if not entries.get("repair_requirements"):
        yield "repair_requirements", "请写明整改要求。"
    day = day_in(entries.get("repair_until", ""))
    if not entries.get("repair_until"):
        yield "repair_until", "请填写整改截止日期。"
    elif day and day <= today:
        yield "repair_until", f"整改截止的{PAST}"

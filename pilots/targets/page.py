"""Rows of targets on the page of a plan or a change: the groups that are drawn, and what is wrong in them.

Rows are held against an earlier set: a plan against what the application promised, a change against what is in force.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from face.wording import chinese_date
from pilots.models import Target
from pilots.models.target import MEASURES
from pilots.states import TargetKind
from pilots.targets.compare import Difference, told
from pilots.targets.rows import COLUMNS, GIVEN_UP, TargetRow, keys_in, place_name, rows_in
from pilots.writing.layout import Group, Place, PlaceKind

MOST, EMPTY_ROWS = 40, 3
KEEP = (("kept", "继续作为目标"), (GIVEN_UP, "不再列为目标"))
BASELINES = {
    TargetKind.REDUCTION: "改造前的年排放量",
    TargetKind.ENERGY: "改造前的年能源消费量",
    TargetKind.RENEWABLE: "目前的年利用量",
    TargetKind.EMISSIONS: "基准年的排放量",
    TargetKind.INTENSITY: "基准年的强度",
}
PARTS = (TargetKind.REDUCTION, TargetKind.ENERGY)  # kinds whose value is a part of their baseline


@dataclass(frozen=True)
class Held:
    """The earlier set that rows are held against.

    Attributes:
        called: what the set is called. why, hint: label and hint of the place for a reason.
        asks: the sentence at that place when it is empty; "" where no reason is needed.
        highest: the highest key that was ever used, which no new target takes.
        promised: whether it is what the application promised, whose rows say where they come from.
    """

    called: str
    why: str
    hint: str
    asks: Callable[[Difference], str]
    targets: Mapping[int, Target] = field(default_factory=dict)
    highest: int = 0
    promised: bool = False


def target_groups(content: Mapping[str, str], held: Held) -> tuple[Group, ...]:
    """The rows of the page: those of the earlier set, those that are written, then some empty ones."""
    keys = sorted({*held.targets, *keys_in(content)})
    first_free = max(held.highest, *keys, 0) + 1
    keys += list(range(first_free, min(first_free + EMPTY_ROWS, MOST + 1)))
    return tuple(_group(key, content, held) for key in keys)


def _group(key: int, content: Mapping[str, str], held: Held) -> Group:
    kind = content.get(place_name(key, "kind"), "")
    places = tuple(_place(key, column, kind) for column in COLUMNS)
    earlier = held.targets.get(key)
    if earlier is None:
        return Group(f"target_{key}", f"目标 {key}", places, row=True)
    keep = Place(
        place_name(key, "keep"), "是否保留", PlaceKind.CHOICE, hint="不选的继续作为目标", choices=KEEP
    )
    why = Place(place_name(key, "why"), held.why, PlaceKind.LONG, hint=held.hint, limit=500)
    source = f"（{earlier.source}）" if held.promised and earlier.source else ""
    return Group(
        f"target_{key}",
        f"目标 {key}",
        (*places, keep, why),
        facts=((held.called, told(earlier) + source),),
        row=True,
    )


def _place(key: int, column: Place, kind: str) -> Place:
    return Place(
        place_name(key, column.name),
        column.label,
        column.kind,
        hint=_hint(column.name, kind),
        choices=column.choices,
        signed=column.signed,
        limit=column.limit,
        usual=_usual_unit(kind) if column.name == "unit" else "",
    )


def _hint(column: str, kind: str) -> str:
    """What a place expects, as its kind of target says."""
    if kind == TargetKind.MILESTONE:
        return "里程碑不填" if column in ("unit", "baseline", "value") else ""
    if column == "method":
        return "写明数据来源、计算方法和核算边界"
    if column == "baseline":
        return BASELINES.get(TargetKind(kind), "") if kind else ""
    return _unit_hint(kind) if column == "unit" else ""


def _unit_hint(kind: str) -> str:
    if not kind:
        return "留空时用该种类的通用单位"
    if kind == TargetKind.INTENSITY:
        return "如 tCO2/万元"
    usual = _usual_unit(kind)
    return f"留空时为 {usual}" if usual else ""


def _usual_unit(kind: str) -> str:
    return MEASURES[kind].unit if kind else ""


def row_faults(
    content: Mapping[str, str], held: Held, *, first: date, last: date | None
) -> Iterator[tuple[str, str]]:
    """(name, sentence) of what a set of targets lacks before it is handed in.

    Args:
        first: the earliest day on which a target can be due, unless it was due on that day in the earlier set.
        last: the end of the plan, where it is known.
    """
    rows = {row.key: row for row in rows_in(content)}
    if not rows:
        yield place_name(min(held.targets, default=held.highest + 1), "kind"), "请至少填写一个目标。"
    for row in rows.values():
        earlier = held.targets.get(row.key)
        yield from _row_faults(row, content)
        yield from _day_faults(row, content, earlier.due_on if earlier else None, first, last)
    for key, target in held.targets.items():
        ask = held.asks(Difference(key, target, rows.get(key)))
        if ask and not content.get(place_name(key, "why")):
            yield place_name(key, "why"), ask


def _row_faults(row: TargetRow, content: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not row.kind:
        yield place_name(row.key, "kind"), "请选择目标的种类。"
    if not row.name:
        yield place_name(row.key, "name"), "请写明目标。"
    if row.is_milestone:
        for column in ("baseline", "value"):
            if content.get(place_name(row.key, column)):
                yield place_name(row.key, column), "里程碑没有数值：请清空，或改选其他种类。"
    elif row.kind:
        yield from _number_faults(row, content)


def _number_faults(row: TargetRow, content: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if row.value is None and not content.get(place_name(row.key, "value")):
        yield place_name(row.key, "value"), "请填写目标值（数字）。"
    if not row.unit:
        yield place_name(row.key, "unit"), "请填写单位。"
    if not row.method:
        yield place_name(row.key, "method"), "请写明怎样计量。"
    baseline = place_name(row.key, "baseline")
    if row.kind == TargetKind.REDUCTION and not content.get(baseline):
        yield baseline, f"请填写基准值：{BASELINES[TargetKind.REDUCTION]}。"
    if row.kind in PARTS and _more(row.value, row.baseline):
        yield place_name(row.key, "value"), "目标值不能大于基准值，请核对两个数和单位。"


def _more(value: Decimal | None, baseline: Decimal | None) -> bool:
    return value is not None and baseline is not None and value > baseline


def _day_faults(
    row: TargetRow, content: Mapping[str, str], earlier: date | None, first: date, last: date | None
) -> Iterator[tuple[str, str]]:
    name = place_name(row.key, "due")
    if row.due_on is None:
        if not content.get(name):
            yield name, "请填写完成日期。"
    elif row.due_on < first and row.due_on != earlier:
        yield name, "完成日期不能早于今天。"
    elif last and row.due_on > last:
        yield name, f"完成日期不能晚于方案的完成日期（{chinese_date(last)}）。"

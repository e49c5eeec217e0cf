"""Whether a change of targets needs the city's approval (A3 §三.三 较大调整). Pure.

It does when a target is given up, added or counts something else, when a number changes by more than the percentage of
the terms, or when a day moves by more than their days. Any other change is noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from face.wording import chinese_date
from pilots.targets.compare import (
    Difference,
    Goal,
    compare,
    days_between,
    moved_more,
    percent_of,
    plain_pair,
    told,
)


@dataclass(frozen=True)
class Bounds:
    """What a change may do and still be only noted.

    Attributes:
        percent: of any number of a target. days: of any day; both in either direction.
    """

    percent: Decimal
    days: int

    @property
    def words(self) -> str:
        """The bounds as a sentence."""
        return (
            f"目标的增减、任一数值变化超过 {self.percent.normalize():f}% 或任一日期变动超过 {self.days} 天的调整，"
            "须经市生态环境局批准；其他调整提交后即备案生效。"
        )


@dataclass(frozen=True)
class Aim:
    """What a plan aims at: targets, and the day by which it is carried out."""

    targets: tuple[Goal, ...]
    until: date | None


def weighty_because(before: Aim, after: Aim, bounds: Bounds) -> list[str]:
    """A sentence for each bound that a change crosses; none: the change is only noted."""
    reasons = [
        sentence
        for difference in compare(before.targets, after.targets)
        for sentence in _crossed(difference, bounds)
    ]
    days = days_between(before.until, after.until)
    if abs(days) > bounds.days:
        reasons.append(f"方案完成日期{_moved(before.until, after.until, days, bounds)}")
    elif (before.until is None) is not (after.until is None):
        reasons.append(f"补充了方案完成日期{chinese_date(after.until)}")
    return reasons


def _crossed(difference: Difference, bounds: Bounds) -> Iterator[str]:
    before, after = difference.before, difference.after
    if after is None:
        yield f"{difference.name}不再列为目标"
    elif before is None:
        yield f"新增{difference.name}：{told(after)}"
    elif difference.replaced:
        yield f"{difference.name}的种类或单位不同，无法与原目标比较"
    else:
        for label, old, new in (
            ("目标值", before.value, after.value),
            ("基准值", before.baseline, after.baseline),
        ):
            if moved_more(old, new, bounds.percent):
                yield f"{difference.name}的{label}{_changed(old, new, bounds)}"
        if abs(difference.days) > bounds.days:
            day = _moved(before.due_on, after.due_on, difference.days, bounds)
            yield f"{difference.name}的完成日期{day}"


def _changed(old: Decimal | None, new: Decimal | None, bounds: Bounds) -> str:
    change = percent_of(old, new) if old is not None and new is not None else ""
    crossed = f"，变化 {change}，超过 {bounds.percent.normalize():f}%" if change else ""
    return f"{plain_pair(old, new)}{crossed}"


def _moved(old: date | None, new: date | None, days: int, bounds: Bounds) -> str:
    return (
        f"由{chinese_date(old)}改为{chinese_date(new)}，"
        f"{'推迟' if days > 0 else '提前'} {abs(days)} 天，超过 {bounds.days} 天"
    )

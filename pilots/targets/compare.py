"""Two sets of targets held against each other, target by target; what is below a promise. Pure.

A target keeps its key through all sets. One whose kind or unit changed is another target under the same key: its
numbers cannot be compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Protocol

from applications.carbon.numbers import PRECISION, quotient
from face.wording import chinese_date
from pilots.models.target import MEASURES
from pilots.states import TargetKind
from pilots.targets.rows import plain


class Goal(Protocol):
    """A target of a set, or a row of a page that is to become one."""

    @property
    def key(self) -> int:
        """Stable through all sets of a pilot."""

    @property
    def kind(self) -> str:
        """One of ``TargetKind``."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def unit(self) -> str:
        """Of its numbers; "" for a milestone."""

    @property
    def baseline(self) -> Decimal | None:
        """What it starts from, where that is known."""

    @property
    def value(self) -> Decimal | None:
        """What is to be reached; None for a milestone."""

    @property
    def due_on(self) -> date | None:
        """By when."""

    @property
    def method(self) -> str:
        """How it is measured."""

    @property
    def evidence(self) -> str:
        """What proves it."""


@dataclass(frozen=True)
class Difference:
    """One target as it was and as it is to be; ``before`` None for a new one, ``after`` None for one that is given up."""

    key: int
    before: Goal | None
    after: Goal | None

    @property
    def name(self) -> str:
        """What the target is called, in words of the later set."""
        goal = self.after or self.before
        return f"目标 {self.key}「{goal.name}」" if goal else f"目标 {self.key}"

    @property
    def replaced(self) -> bool:
        """Whether the key stands for another target now, whose numbers cannot be compared."""
        if self.before is None or self.after is None:
            return False
        return (self.before.kind, self.before.unit) != (self.after.kind, self.after.unit)

    @property
    def any(self) -> bool:
        """Whether anything differs, words included."""
        return _told(self.before) != _told(self.after)

    @property
    def days(self) -> int:
        """By how many days its due day moves; negative when it comes earlier."""
        if self.before is None or self.after is None:
            return 0
        return days_between(self.before.due_on, self.after.due_on)

    @property
    def words(self) -> str:
        """What differs, as a line of a letter; "" when nothing does."""
        if not self.any:
            return ""
        if self.before is None:
            return f"新增目标：{told(self.after)}"
        if self.after is None:
            return f"不再列为目标（原为{told(self.before)}）"
        before, after = told(self.before), told(self.after)
        return f"由{before}改为{after}" if before != after else "数值和日期不变，说明有修改"


def _told(goal: Goal | None) -> tuple:
    if goal is None:
        return ()
    numbers = (goal.baseline, goal.value, goal.due_on)
    return (goal.kind, goal.name, goal.unit, *numbers, goal.method, goal.evidence)


def compare(before: Iterable[Goal], after: Iterable[Goal]) -> list[Difference]:
    """Every target of either set, by key."""
    old, new = by_key(before), by_key(after)
    return [Difference(key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]


def by_key(goals: Iterable[Goal]) -> dict[int, Goal]:
    """Targets by their key."""
    return {goal.key: goal for goal in goals}


def days_between(before: date | None, after: date | None) -> int:
    """Days from one day to the other; 0 where either is not known."""
    return (after - before).days if before and after else 0


def moved_more(before: Decimal | None, after: Decimal | None, percent: Decimal) -> bool:
    """Whether a number changed by more than so many percent of what it was, in either direction, by exact arithmetic.

    A number that is given up changed by more; one that was not known before did not.
    """
    if before is None or after is None:
        return before is not None
    with localcontext(prec=PRECISION):
        return abs(after - before) * 100 > percent * abs(before)


def percent_of(before: Decimal, after: Decimal) -> str:
    """By how many percent a number changed, for people: 「25%」; "" where it was 0."""
    return f"{plain(quotient(abs(after - before) * 100, abs(before), 2))}%" if before else ""


def worse(promised: Goal, goal: Goal | None) -> str:
    """How a target falls behind what was promised, as a clause; "" when it does not.

    Less emission or intensity is better, of everything else more. A target that is given up or counts something else
    falls behind.
    """
    if goal is None:
        return f"申报承诺（{told(promised)}）不再列为目标"
    if (promised.kind, promised.unit) != (goal.kind, goal.unit):
        return f"种类或单位与申报承诺（{told(promised)}）不同"
    if promised.value is None or goal.value is None or promised.value == goal.value:
        return ""
    less_is_better = MEASURES[promised.kind].less_is_better
    if (goal.value > promised.value) is not less_is_better:
        return ""
    return f"目标值{'高' if less_is_better else '低'}于申报承诺（{told(promised)}）"


def told(goal: Goal | None) -> str:
    """A target in few words: value, unit, day."""
    if goal is None:
        return ""
    day = f"{chinese_date(goal.due_on)}前" if goal.due_on else ""
    if goal.kind == TargetKind.MILESTONE:
        return f"{day}完成" if day else goal.name
    return "，".join(filter(None, (f"{plain(goal.value)} {goal.unit}", day)))


def plain_pair(before: Decimal | None, after: Decimal | None) -> str:
    """A number as it was and is to be, as a piece of a sentence."""
    return f"由 {plain(before) or '空'} 改为 {plain(after) or '空'}"

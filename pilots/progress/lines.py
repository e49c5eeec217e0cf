"""Straight lines from the start of a plan to its targets: what is expected at the end of a period. Pure.

A kind that is told as a state (investment, area, intensity …) is expected to stand on the line from its baseline to its
value. A kind that adds up (reduction of a year …) is expected to have come to its share of the value since the start;
where less is better, the amount of a period is held against the share that the line leaves to its days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pilots.models import Target
from pilots.progress.schedule import Period

YEAR_DAYS = 365
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Expected:
    """What is expected at the end of a period.

    Attributes:
        value: in the unit of the target. words: what the value means. sum: whether what was reported before counts too.
        less_is_better: whether more than the value is behind.
    """

    value: Decimal
    words: str
    sum: bool = False
    less_is_better: bool = False

    def is_behind(self, reported: Decimal, before: Decimal) -> bool:
        """Whether a reported value falls short of the line. ``before``: the sum of earlier reports."""
        if self.less_is_better:
            return reported > self.value
        return reported + (before if self.sum else 0) < self.value


def expected_of(target: Target, start: date, period: Period) -> Expected | None:
    """What a target leads to expect at the end of a period; None where no line can be drawn.

    Args:
        start: the first day of the plan.
    """
    if target.value is None or target.due_on is None:
        return None
    share = _share(start, target.due_on, period.last)
    measure = target.measure
    if measure.adds_up and not measure.less_is_better:
        return Expected(_rounded(target.value * share), "累计应达到", sum=True)
    if target.baseline is None and measure.less_is_better and share < 1:
        return None
    base = target.baseline if target.baseline is not None else Decimal(0)
    level = base + (target.value - base) * share
    if measure.adds_up:
        return Expected(_rounded(level * period.days / YEAR_DAYS), "本期应不超过", less_is_better=True)
    words = "期末应不超过" if measure.less_is_better else "期末应达到"
    return Expected(_rounded(level), words, less_is_better=measure.less_is_better)


def promised_of(target: Target) -> Expected | None:
    """What a leader told with its application: later years are held against it (A2 §三.3)."""
    if target.value is None:
        return None
    better = target.measure.less_is_better
    return Expected(target.value, "申报时", less_is_better=better)


def _share(start: date, due: date, day: date) -> Decimal:
    """How much of the way from start to due is over at the end of a day, 0 to 1."""
    whole, gone = (due - start).days, (day - start).days
    return Decimal(1) if whole <= 0 or gone >= whole else Decimal(max(gone, 0)) / Decimal(whole)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(STEP, ROUND_HALF_UP)

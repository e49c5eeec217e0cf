"""From score sheets to a ranking. Pure functions; totals are counted in whole hundredths of a point (REV-3)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from math import lcm
from typing import Generic, NamedTuple, TypeVar

TRIM_FROM = 5  # decision: from five sheets on, the highest and the lowest total are dropped
VALID_FROM = 3  # decision: fewer valid sheets give no result
OUTLIES_BEYOND = (
    15  # decision: points between a total and the median of the other valid ones; marked, not left out
)
CENT = Decimal("0.01")

# The rule in words, for every page and paper. Nothing else words it: whoever changes the rule changes it here.
TRIMMED_TEXT = "去掉一个最高分和一个最低分"
TRIMMED_HEAD = "去掉最高最低分"  # of a column that says whether it was done
TOO_FEW_TEXT = f"有效评分表不足 {VALID_FROM} 份"
RULE_TEXT = f"有效评分表满 {VALID_FROM} 份才有结果；满 {TRIM_FROM} 份起，{TRIMMED_TEXT}后取平均"
RULE_IN_FULL = f"{RULE_TEXT}，不满 {TRIM_FROM} 份的取全部有效评分表的平均"

SCORE_PLACES = 4  # a score is counted to so many decimal places
K = TypeVar("K")


class Weighing:
    """Weighted totals of sheets by one rubric, 0 to 100, exact before they are rounded half up to a hundredth."""

    def __init__(self, criteria: Sequence, weights: Mapping[int, int] | None = None):
        """Take the rubric.

        Args:
            criteria: objects with ``pk``, ``weight`` (they add up to 100) and ``scale``.
            weights: criterion id → weight, in place of the rubric's own.
        """
        weights = weights or {c.pk: c.weight for c in criteria}
        common = lcm(*(c.scale for c in criteria))
        self._parts = [(str(c.pk), weights[c.pk] * common // c.scale) for c in criteria]
        self._unit = common * 10 ** (SCORE_PLACES - 2)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(criterion id as text, factor): the exact total is the sum of the scores times their factors."""
        return self._parts

    def hundredths(self, scores: Mapping[str, Decimal | int | str]) -> int:
        """The total of a sheet in hundredths; ``scores``: criterion id (as text) → score on its own scale."""
        return self.rounded(sum(_scaled(scores[key]) * factor for key, factor in self._parts))

    def rounded(self, numerator: int) -> int:
        """The same from the sum of scores (times ``10 ** SCORE_PLACES``) times their factors (``parts``)."""
        return _rounded(numerator, self._unit)


@lru_cache(maxsize=4096)
def _scaled(score: Decimal | int | str) -> int:
    return int(Decimal(str(score)).scaleb(SCORE_PLACES))


def total(scores: Mapping[str, Decimal | int | str], criteria: Sequence) -> Decimal:
    """Weighted total of one sheet, 0 to 100; arguments as of ``Weighing``."""
    return points(Weighing(criteria).hundredths(scores))


def points(hundredths: int) -> Decimal:
    """Points with two decimal places."""
    return Decimal(hundredths).scaleb(-2)


def hundredths(value: Decimal) -> int:
    """Points with two decimal places at most as hundredths."""
    return int(value.scaleb(2))


def _rounded(numerator: int, denominator: int) -> int:
    """A fraction of two numbers that are not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


class Sums(NamedTuple):
    """What a mean needs of the valid totals of one application, in hundredths.

    The rule of trimming rests on these four figures alone. They are made in two places that must agree:
    ``Result.sums`` from the totals in Python, and ``ranked_rows._sums`` in SQL. A rule that needs another figure
    (say, the two highest) changes both, and the words above.
    """

    sheets: int
    sum: int
    low: int
    high: int

    @property
    def trimmed(self) -> bool:
        """Whether the highest and the lowest total are dropped."""
        return self.sheets >= TRIM_FROM

    @property
    def mean(self) -> int | None:
        """The mean that counts; None when fewer than three sheets are valid."""
        if self.sheets < VALID_FROM:
            return None
        if self.trimmed:
            return _rounded(self.sum - self.low - self.high, self.sheets - 2)
        return _rounded(self.sum, self.sheets)


@dataclass(frozen=True)
class Result:
    """What the sheets of one application come to. Figures are None when fewer than three are valid.

    ``sums`` must agree with what the database sums up (``ranked_rows._sums``), as ``Sums`` says.

    Attributes:
        ordered: the valid totals in hundredths, lowest first.
    """

    ordered: tuple[int, ...]

    @property
    def sheets(self) -> int:
        """How many sheets are valid."""
        return len(self.ordered)

    @cached_property
    def sums(self) -> Sums:
        """What the ranking needs."""
        if not self.ordered:
            return Sums(0, 0, 0, 0)
        return Sums(self.sheets, sum(self.ordered), self.ordered[0], self.ordered[-1])

    @property
    def trimmed(self) -> bool:
        """Whether the highest and the lowest total are dropped."""
        return self.sums.trimmed

    @cached_property
    def mean(self) -> Decimal | None:
        """The mean that counts, by the rule fixed beforehand."""
        found = self.sums.mean
        return None if found is None else points(found)

    @cached_property
    def raw_mean(self) -> Decimal | None:
        """The mean of all valid totals."""
        return points(_rounded(self.sums.sum, self.sheets)) if self._valid else None

    @cached_property
    def spread(self) -> Decimal | None:
        """Highest minus lowest total."""
        return points(self.sums.high - self.sums.low) if self._valid else None

    @cached_property
    def deviation(self) -> Decimal | None:
        """The standard deviation of all valid totals as of a sample (n - 1)."""
        if not self._valid:
            return None
        squares = self.sheets * sum(each * each for each in self.ordered) - self.sums.sum**2
        variance = Decimal(squares) / (self.sheets * (self.sheets - 1))
        return variance.sqrt().scaleb(-2).quantize(CENT, ROUND_HALF_UP)

    @cached_property
    def outliers(self) -> tuple[Decimal, ...]:
        """The totals that lie apart (``outlies``), lowest first."""
        if not self._valid:
            return ()
        apart = (each for n, each in enumerate(self.ordered) if _outlies(self.ordered, n))
        return tuple(points(each) for each in apart)

    @property
    def _valid(self) -> bool:
        return self.sheets >= VALID_FROM


def result(totals: Iterable[Decimal]) -> Result:
    """What the valid totals of one application come to."""
    return Result(tuple(sorted(map(hundredths, totals))))


def fingerprint(sheets: Iterable) -> str:
    """SHA-256 over the sheets that count: it changes when one is reopened, submitted again, or comes in late.

    Args:
        sheets: submitted ones, objects with ``pk``, ``total`` and ``submitted_at``.
    """
    lines = sorted(f"{sheet.pk} {sheet.total} {sheet.submitted_at.timestamp()}" for sheet in sheets)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _outlies(ordered: Sequence[int], position: int) -> bool:
    """Whether a total is further than ``OUTLIES_BEYOND`` points from the median of the others."""
    others = [*ordered[:position], *ordered[position + 1 :]]
    middle = len(others) // 2
    twice = 2 * others[middle] if len(others) % 2 else others[middle - 1] + others[middle]
    return abs(2 * ordered[position] - twice) > 2 * 100 * OUTLIES_BEYOND


class Rank(NamedTuple):
    """A rank; its number is None for an application without a result."""

    number: int | None
    tied: bool = False


def ranks(means: Mapping[K, int | Decimal | None]) -> dict[K, Rank]:
    """Rank by mean, best first; ties share the rank (1, 2, 2, 4). Those without a result stand last, as they come."""
    count = Counter(mean for mean in means.values() if mean is not None)
    number = 1
    of_mean: dict[int | Decimal | None, Rank] = {None: Rank(None)}
    for mean in sorted(count, reverse=True):
        of_mean[mean] = Rank(number, count[mean] > 1)
        number += count[mean]
    ordered = sorted(means, key=lambda key: (means[key] is None, -(means[key] or 0)))
    return {key: of_mean[means[key]] for key in ordered}


@dataclass(frozen=True)
class Ranked(Generic[K]):
    """A rank with the result that gave it."""

    key: K
    result: Result
    rank: int | None
    tied: bool


def ranking(results: Mapping[K, Result]) -> list[Ranked[K]]:
    """Rank by mean, best first; ties share the rank and are marked."""
    ranked = ranks({key: each.sums.mean for key, each in results.items()})
    return [Ranked(key, results[key], rank.number, rank.tied) for key, rank in ranked.items()]


def means_by_criterion(sheets: Sequence[Mapping[str, str]], criteria: Sequence) -> list[Decimal | None]:
    """The mean score of each criterion, on its own scale, over the scores of all valid sheets; none without one."""
    found = []
    for criterion in criteria:
        key = str(criterion.pk)
        given = [_scaled(scores[key]) for scores in sheets if key in scores]
        unit = 10 ** (SCORE_PLACES - 2)
        found.append(points(_rounded(sum(given), len(given) * unit)) if given else None)
    return found

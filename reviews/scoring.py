"""From score sheets to a ranking. Pure functions (REV-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TRIM_FROM = 5  # decision: from five sheets on, the highest and the lowest total are dropped
VALID_FROM = 3  # decision: fewer valid sheets give no result
CENT = Decimal("0.01")


def total(scores: Mapping[str, Decimal | int | str], criteria: Sequence) -> Decimal:
    """Weighted total of one sheet, 0 to 100.

    Args:
        scores: criterion id (as text) → score on the criterion's own scale.
        criteria: objects with ``pk``, ``weight`` (they add up to 100) and ``scale``.
    """
    weighed = sum(Decimal(str(scores[str(c.pk)])) / c.scale * c.weight for c in criteria)
    return weighed.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Result:
    """What the sheets of one application come to. Means are None when fewer than three are valid."""

    sheets: int
    raw_mean: Decimal | None
    mean: Decimal | None
    spread: Decimal | None
    trimmed: bool


def result(totals: Sequence[Decimal]) -> Result:
    """The raw and the trimmed mean, and the spread (highest minus lowest), of the valid totals."""
    if len(totals) < VALID_FROM:
        return Result(len(totals), None, None, None, False)
    ordered = sorted(totals)
    trimmed = len(ordered) >= TRIM_FROM
    counted = ordered[1:-1] if trimmed else ordered
    return Result(
        sheets=len(ordered),
        raw_mean=_mean(ordered),
        mean=_mean(counted),
        spread=ordered[-1] - ordered[0],
        trimmed=trimmed,
    )


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values) / len(values)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking. Equal means share a rank; those without a result have none and stand last."""

    key: object
    result: Result
    rank: int | None
    tied: bool


def ranking(results: Mapping[object, Result]) -> list[Ranked]:
    """Rank by mean, best first; ties share the rank (1, 2, 2, 4) and are marked."""
    placed = sorted(
        ((key, r) for key, r in results.items() if r.mean is not None), key=lambda item: -item[1].mean
    )
    means = [r.mean for _, r in placed]
    rows = [Ranked(key, r, means.index(r.mean) + 1, means.count(r.mean) > 1) for key, r in placed]
    return rows + [Ranked(key, r, None, False) for key, r in results.items() if r.mean is None]

"""Trimming, validity, ties, deviation, outliers, other weights against a calculation of its own (REV-3)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median, stdev

from hypothesis import given
from hypothesis import strategies as st

from reviews.scoring.totals import (
    OUTLIES_BEYOND,
    Weighing,
    means_by_criterion,
    ranking,
    ranks,
    result,
    total,
)
from tests.reviews.scoring.test_totals import Line

totals = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)
several = st.lists(totals, max_size=12)
scores = st.integers(0, 100).map(lambda tenths: str(Decimal(tenths) / 10))


def rounded(value: Fraction) -> Decimal:
    """Half up to a hundredth, by fractions alone."""
    return Decimal((value * 100 + Fraction(1, 2)).__floor__()) / 100


def mean_by_hand(values: list[Decimal]) -> Decimal | None:
    """The rule as the programme words it."""
    if len(values) < 3:
        return None
    left = list(values)
    if len(left) >= 5:
        left.remove(max(left))
        left.remove(min(left))
    return rounded(sum(map(Fraction, left)) / len(left))


@given(several)
def test_rev_3_law_means_spread_and_deviation_are_what_a_calculation_by_fractions_gives(values):
    found = result(values)
    assert found.mean == mean_by_hand(values)
    if len(values) < 3:
        assert (found.raw_mean, found.spread, found.deviation, found.outliers) == (None, None, None, ())
        return
    assert found.raw_mean == rounded(sum(map(Fraction, values)) / len(values))
    assert found.spread == max(values) - min(values)
    assert found.deviation == Decimal(str(stdev(values))).quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(several)
def test_rev_3_law_an_outlier_is_further_than_the_bound_from_the_median_of_the_others(values):
    apart = []
    for position, value in enumerate(values):
        others = [Fraction(each) for each in values[:position] + values[position + 1 :]]
        if len(values) >= 3 and abs(Fraction(value) - median(others)) > OUTLIES_BEYOND:
            apart.append(value)
    assert list(result(values).outliers) == sorted(apart)


def test_rev_3_a_sheet_exactly_at_the_bound_is_no_outlier():
    assert result([Decimal(80), Decimal(80), Decimal(65)]).outliers == ()
    assert result([Decimal(80), Decimal(80), Decimal("64.99")]).outliers == (Decimal("64.99"),)


@given(several, st.lists(totals, max_size=4))
def test_rev_3_law_recused_sheets_change_nothing(valid, recused):
    """A recused sheet carries no total; what is counted is what was handed in."""
    sheets = [("submitted", each) for each in valid] + [("recused", None) for _ in recused]
    assert result([each for state, each in sheets if state == "submitted"]) == result(valid)


@given(st.dictionaries(st.integers(), several, max_size=12))
def test_rev_3_law_ranks_and_ties_are_what_counting_the_better_ones_gives(sheets):
    means = {key: mean_by_hand(values) for key, values in sheets.items()}
    rows = {row.key: row for row in ranking({key: result(values) for key, values in sheets.items()})}
    for key, mean in means.items():
        others = [each for other, each in means.items() if other != key and each is not None]
        if mean is None:
            assert (rows[key].rank, rows[key].tied) == (None, False)
        else:
            assert rows[key].rank == 1 + sum(each > mean for each in others)
            assert rows[key].tied == (mean in others)
    assert [rank.number for rank in ranks({key: result(v).mean for key, v in sheets.items()}).values()] == [
        row.rank for row in rows.values()
    ]


@st.composite
def sheets_and_weights(draw):
    scales = draw(st.lists(st.sampled_from([3, 5, 10, 100]), min_size=1, max_size=7))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(scales) - 1, max_size=len(scales) - 1)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    rubric = [
        Line(n, weight, scale) for n, (weight, scale) in enumerate(zip(weights, scales, strict=True), 1)
    ]
    given = {str(line.pk): str(Decimal(draw(st.integers(0, line.scale * 10))) / 10) for line in rubric}
    return rubric, given


@given(sheets_and_weights())
def test_rev_3_law_a_total_is_the_exact_weighted_sum_rounded_once(case):
    rubric, given = case
    exact = sum(Fraction(given[str(line.pk)]) / line.scale * line.weight for line in rubric)
    assert total(given, rubric) == rounded(exact)
    assert 0 <= total(given, rubric) <= 100


@given(sheets_and_weights())
def test_rev_3_law_the_rubrics_own_weights_are_a_trial_without_a_difference(case):
    rubric, given = case
    own = {line.pk: line.weight for line in rubric}
    assert Weighing(rubric, own).hundredths(given) == Weighing(rubric).hundredths(given)


@given(st.lists(scores, max_size=8))
def test_rev_3_law_the_mean_of_a_criterion_is_that_of_its_scores(given):
    line = Line(7, 100)
    expected = rounded(sum(map(Fraction, given)) / len(given)) if given else None
    assert means_by_criterion([{"7": each} for each in given], [line]) == [expected]

"""Totals, trimming, validity, ties (REV-3)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.notice import PilotType, programme_of
from reviews.scoring.totals import TRIM_FROM, VALID_FROM, fingerprint, ranking, result, total

totals = st.decimals(min_value=0, max_value=100, places=2)
several = st.lists(totals, max_size=12)


@dataclass
class Line:
    pk: int
    weight: int
    scale: int = 10


@dataclass
class Sheet:
    pk: int
    total: Decimal
    submitted_at: datetime


RUBRIC = [Line(1, 30), Line(2, 50, scale=5), Line(3, 20, scale=100)]
D = Decimal


def test_rev_3_each_criterion_counts_by_its_weight_and_scale():
    assert total({"1": 10, "2": 5, "3": 100}, RUBRIC) == 100
    assert total({"1": 0, "2": 0, "3": 0}, RUBRIC) == 0
    assert total({"1": "7.5", "2": 4, "3": D("62.5")}, RUBRIC) == D("75.00")


@pytest.mark.parametrize("pilot_type", PilotType)
def test_rev_3_the_starter_weights_add_up_to_100(pilot_type):
    assert sum(each.weight for each in programme_of(pilot_type).rubric) == 100


def test_rev_3_the_fingerprint_of_sheets_tells_their_totals_and_instants_apart_in_any_order():
    at = datetime(2027, 6, 1, tzinfo=UTC)
    one, two = Sheet(1, D("80.00"), at), Sheet(2, D("70.00"), at)
    kept = fingerprint([one, two])
    assert fingerprint([two, one]) == kept
    others = (replace(two, total=D("70.01")), replace(two, submitted_at=at + timedelta(seconds=1)))
    assert kept not in [*(fingerprint([one, other]) for other in others), fingerprint([one])]


@given(st.lists(st.integers(0, 20), min_size=3, max_size=3))
def test_rev_3_a_total_lies_between_0_and_100(halves):
    rubric = [Line(1, 30), Line(2, 50), Line(3, 20)]
    assert 0 <= total({str(n): D(half) / 2 for n, half in enumerate(halves, 1)}, rubric) <= 100


@pytest.mark.parametrize("count", range(VALID_FROM))
def test_rev_3_fewer_than_three_sheets_give_no_result(count):
    found = result([D(80)] * count)
    assert (found.sheets, found.mean, found.raw_mean, found.spread) == (count, None, None, None)


def test_rev_3_four_sheets_are_not_trimmed_five_are():
    four = result([D(10), D(80), D(80), D(90)])
    assert (four.mean, four.trimmed) == (D("65.00"), False)
    five = result([D(10), D(80), D(82), D(84), D(100)])
    assert (five.mean, five.raw_mean, five.spread, five.trimmed) == (D("82.00"), D("71.20"), 90, True)


def test_rev_3_only_one_of_several_equal_extremes_is_dropped():
    assert result([D(0), D(0), D(60), D(90), D(90)]).mean == D("50.00")


def test_rev_3_means_are_rounded_half_up_to_a_hundredth():
    assert result([D("0.01"), D("0.01"), D("0.00")]).mean == D("0.01")
    assert result([D("80.00"), D("80.00"), D("80.01"), D("80.01")]).mean == D("80.01")


@given(several)
def test_rev_3_law_valid_from_three_trimmed_from_five(values):
    found = result(values)
    assert found.sheets == len(values)
    assert (found.mean is None) == (len(values) < VALID_FROM)
    assert found.trimmed == (len(values) >= TRIM_FROM)


@given(st.lists(totals, min_size=VALID_FROM, max_size=12), st.randoms())
def test_rev_3_law_the_order_of_sheets_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert result(shuffled) == result(values)


@given(st.lists(totals, min_size=VALID_FROM, max_size=12))
def test_rev_3_law_the_means_lie_inside_the_totals(values):
    found = result(values)
    assert min(values) <= found.mean <= max(values)
    assert min(values) <= found.raw_mean <= max(values)
    assert found.spread == max(values) - min(values)


@given(st.lists(totals, min_size=TRIM_FROM, max_size=12), totals)
def test_rev_3_law_one_extreme_sheet_cannot_move_a_trimmed_mean_past_the_others(values, extreme):
    """With the highest and the lowest dropped, the mean stays between the remaining lowest and highest."""
    ordered = sorted([*values, extreme])
    assert ordered[1] <= result(ordered).mean <= ordered[-2]


@given(st.dictionaries(st.integers(), several, max_size=12))
def test_rev_3_law_ranking_is_complete_sorted_and_marks_exactly_the_ties(sheets):
    results = {key: result(values) for key, values in sheets.items()}
    rows = ranking(results)
    assert {row.key for row in rows} == set(results)
    placed = [row for row in rows if row.rank is not None]
    assert rows[: len(placed)] == placed
    means = [row.result.mean for row in placed]
    assert means == sorted(means, reverse=True)
    for row in placed:
        better = sum(mean > row.result.mean for mean in means)
        assert row.rank == better + 1
        assert row.tied == (means.count(row.result.mean) > 1)
    assert all(row.result.mean is None and not row.tied for row in rows[len(placed) :])


def test_rev_3_ties_share_the_rank_and_the_next_rank_is_left_out():
    rows = ranking(
        {
            "a": result([D(70)] * 3),
            "b": result([D(90)] * 3),
            "c": result([D(70)] * 4),
            "d": result([D(10)] * 3),
        }
    )
    assert [(row.key, row.rank, row.tied) for row in rows] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]

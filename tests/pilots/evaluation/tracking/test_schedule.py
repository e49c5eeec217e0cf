"""Laws of the schedule of tracking evaluations (A3 §三.四)."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from pilots.evaluation.tracking.schedule import last_due, months_of, next_due

months = st.integers(1, 30)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [(6, 12, [6, 12, 24, 36]), (3, 12, [3, 6, 9, 12, 24]), (5, 12, [5, 10, 22]), (18, 12, [12, 24])],
)
def test_often_in_the_first_year_and_then_more_seldom(first, later, expected):
    assert list(islice(months_of(first, later), len(expected))) == expected


@given(months, months)
def test_evaluations_follow_each_other_by_one_of_the_two_intervals(first, later):
    due = list(islice(months_of(first, later), 10))
    assert {after - before for before, after in pairwise([0, *due])} <= {first, later}
    assert all(after - before == later for before, after in pairwise(due) if after > 12)


@given(days, st.integers(0, 3000), months, months)
def test_the_last_due_day_has_come_and_the_next_has_not(start, after, first, later):
    today = start + timedelta(days=after)
    last = last_due(start, today, first=first, later=later)
    upcoming = next_due(start, today, first=first, later=later)
    assert upcoming > today
    assert last is None or start < last <= today
    assert last_due(start, upcoming, first=first, later=later) == upcoming


@given(days, months, months)
def test_the_day_of_the_month_does_not_drift(start, first, later):
    for month in islice(months_of(first, later), 6):
        due = start + relativedelta(months=month)
        assert last_due(start, due, first=first, later=later) == due

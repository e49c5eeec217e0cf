"""From which day on a self-evaluation is possible: three months of trial operation are full (A1 §三.3)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.trial.days import possible_from, possible_text, why_not_that_day

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("begun", "possible"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 11, 28), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_three_months_end_on_the_same_number_or_the_last_day_of_the_month(begun, possible):
    assert possible_from(begun, 3) == possible


def test_the_end_of_a_month_says_why():
    assert possible_text(date(2026, 11, 30), 3) == "2027年2月28日（当月没有 30 日，以月末为准）"
    assert possible_text(date(2026, 9, 30), 3) == "2026年12月30日"


@given(DAYS, st.integers(1, 24))
def test_the_day_lies_in_the_month_that_is_so_many_months_later(begun, months):
    possible = possible_from(begun, months)
    assert (possible.year * 12 + possible.month) - (begun.year * 12 + begun.month) == months
    last = calendar.monthrange(possible.year, possible.month)[1]
    assert possible.day == min(begun.day, last)


@given(DAYS)
def test_who_begins_later_is_never_ready_earlier(begun):
    assert possible_from(begun, 3) <= possible_from(begun + timedelta(days=1), 3)


@given(DAYS)
def test_three_months_are_never_fewer_than_their_shortest_days(begun):
    assert 89 <= (possible_from(begun, 3) - begun).days <= 92


def test_a_trial_begins_between_the_approval_and_today():
    today, approved = date(2026, 10, 1), date(2026, 8, 1)
    assert not why_not_that_day(approved, approved, today)
    assert not why_not_that_day(today, approved, today)
    assert "不能晚于今天（2026年10月1日）" in why_not_that_day(date(2026, 10, 2), approved, today)
    assert "方案同意之日（2026年8月1日）" in why_not_that_day(date(2026, 7, 31), approved, today)
    assert not why_not_that_day(date(2020, 1, 1), None, today)

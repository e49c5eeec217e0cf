"""Report periods are calendar periods without gaps between the start and the end of a plan (A1 §三.2)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.progress.schedule import (
    Period,
    calendar_end,
    called,
    due_day,
    ended_periods,
    periods,
)

DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
plans = st.tuples(days, st.integers(0, 1500)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))
lengths = st.sampled_from([3, 6, 12])


@given(plans, lengths)
def test_periods_cover_the_plan_without_gap_or_overlap(plan, months):
    start, end = plan
    made = list(periods(start, end, months))
    assert (made[0].first, made[-1].last) == (start, end)
    assert all(later.first == earlier.last + DAY for earlier, later in pairwise(made))
    assert sum(period.days for period in made) == (end - start).days + 1


@given(plans, lengths)
def test_only_the_first_and_the_last_are_shortened(plan, months):
    made = list(periods(*plan, months))
    for period in made[:-1]:
        assert period.last == calendar_end(period.first, months)
    for period in made[1:]:
        assert period.first.day == 1 and period.first.month % months == 1
    assert all(period.first.year == period.last.year for period in made)


@given(plans, lengths, days)
def test_a_period_is_over_on_the_day_after_its_last(plan, months, today):
    assert list(ended_periods(*plan, months, today)) == [
        period for period in periods(*plan, months) if period.last < today
    ]


@given(days, lengths, days)
def test_without_an_end_periods_go_on_up_to_today(start, months, today):
    made = list(ended_periods(start, None, months, today))
    assert made == list(ended_periods(start, max(start, today), months, today)) or made[-1].last < today


@given(plans, lengths, st.integers(7, 180), st.integers(0, 400))
def test_whoever_is_asked_has_a_week_at_least(plan, months, report_days, late):
    period = next(periods(*plan, months))
    opened = period.last + timedelta(days=1 + late)
    due = due_day(period, opened, report_days)
    assert due >= opened + timedelta(days=7) or due == period.last + timedelta(days=report_days)
    assert due > period.last


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (date(2026, 9, 15), date(2026, 12, 31), "2026年9月15日至12月31日"),
        (date(2026, 7, 1), date(2026, 7, 9), "2026年7月1日至7月9日"),
    ],
)
def test_a_period_is_called_by_what_people_say(first, last, words):
    assert called(first, last) == words


def test_a_period_knows_its_days():
    assert Period(date(2026, 2, 1), date(2026, 2, 28)).days == 28

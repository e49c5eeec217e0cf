"""Which reminder of a deadline is due: 30, 7 and 1 days before it, the latest only."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pilots.writing.reminding import notice_due

DUE = date(2027, 3, 1)
LONG_AGO = date(2026, 1, 1)


def before(days: int) -> date:
    return DUE - timedelta(days=days)


def test_nothing_is_due_before_the_first_notice_and_after_the_deadline():
    assert notice_due(DUE, before(31), LONG_AGO) is None
    assert notice_due(DUE, before(-1), LONG_AGO) is None


@given(st.integers(0, 30))
def test_the_latest_notice_is_due(days):
    assert notice_due(DUE, before(days), LONG_AGO) == (30 if days > 7 else 7 if days > 1 else 1)


@given(st.integers(0, 30), st.integers(0, 60))
def test_who_was_asked_after_the_day_of_a_notice_is_not_told_of_it(days, asked):
    due = notice_due(DUE, before(days), before(asked))
    assert due is None or asked >= due

"""Working days in China (CUT-5)."""

from datetime import date, datetime

from pilots.cutoff import BEIJING, correction_due
from pilots.workdays import is_working_day, working_days_after


def test_cut_5_holidays_and_the_days_worked_in_exchange_are_known():
    assert not is_working_day(date(2026, 10, 1))
    assert is_working_day(date(2026, 10, 10))  # a Saturday worked in exchange
    assert not is_working_day(date(2026, 7, 18))


def test_cut_5_a_year_that_is_not_announced_yet_counts_mondays_to_fridays():
    assert is_working_day(date(2040, 10, 1))
    assert not is_working_day(date(2040, 10, 6))


def test_cut_5_the_day_of_the_request_does_not_count():
    friday = date(2026, 7, 10)
    assert working_days_after(friday, 1) == date(2026, 7, 13)
    assert working_days_after(friday, 10) == date(2026, 7, 24)


def test_cut_5_a_deadline_in_working_days_ends_at_midnight_in_beijing_after_the_national_holiday():
    asked = datetime(2026, 9, 29, 10, tzinfo=BEIJING)
    assert correction_due(asked, 3) == datetime(2026, 10, 3, tzinfo=BEIJING)
    assert correction_due(asked, 3, working=True) == datetime(2026, 10, 10, tzinfo=BEIJING)

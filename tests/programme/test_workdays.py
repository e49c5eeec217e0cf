"""Working days in China (CUT-5), checked against holidays typed in by hand from the announcements of the State Council."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.clock import BEIJING
from programme.cutoff import correction_due
from programme.workdays import is_working_day, working_days_after, working_days_from


def span(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


# 国务院办公厅关于 2024、2025、2026 年部分节假日安排的通知
OFF = (
    span("2024-01-01", "2024-01-01")
    | span("2024-02-10", "2024-02-17")
    | span("2024-04-04", "2024-04-06")
    | span("2024-05-01", "2024-05-05")
    | span("2024-06-08", "2024-06-10")
    | span("2024-09-15", "2024-09-17")
    | span("2024-10-01", "2024-10-07")
    | span("2025-01-01", "2025-01-01")
    | span("2025-01-28", "2025-02-04")
    | span("2025-04-04", "2025-04-06")
    | span("2025-05-01", "2025-05-05")
    | span("2025-05-31", "2025-06-02")
    | span("2025-10-01", "2025-10-08")
    | span("2026-01-01", "2026-01-03")
    | span("2026-02-15", "2026-02-23")
    | span("2026-04-04", "2026-04-06")
    | span("2026-05-01", "2026-05-05")
    | span("2026-06-19", "2026-06-21")
    | span("2026-09-25", "2026-09-27")
    | span("2026-10-01", "2026-10-07")
)
ON = {
    date.fromisoformat(day)
    for day in (
        *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29"),
        *("2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    )
}
DAYS = st.dates(date(2024, 1, 1), date(2026, 10, 31))
CORRECTIONS = st.dictionaries(DAYS, st.booleans(), max_size=6)


def naive(day: date, corrections: dict[date, bool]) -> bool:
    if day in corrections:
        return corrections[day]
    return day in ON or (day.weekday() < 5 and day not in OFF)


def test_every_day_of_three_years_is_what_the_state_council_announced():
    day = date(2024, 1, 1)
    while day < date(2027, 1, 1):
        assert is_working_day(day) == naive(day, {}), day
        day += timedelta(days=1)


@given(first=DAYS, count=st.integers(1, 30), corrections=CORRECTIONS)
def test_a_period_holds_exactly_as_many_working_days_and_ends_on_one(first, count, corrections):
    last = working_days_from(first, count, corrections)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(naive(day, corrections) for day in days) == count
    assert naive(last, corrections)


@given(first=DAYS, count=st.integers(1, 20), more=st.integers(1, 20), corrections=CORRECTIONS)
def test_periods_add_up(first, count, more, corrections):
    middle = working_days_from(first, count, corrections)
    assert working_days_after(middle, more, corrections) == working_days_from(
        first, count + more, corrections
    )
    assert middle < working_days_after(middle, more, corrections)


@given(first=DAYS, count=st.integers(1, 20), day=DAYS, working=st.booleans())
def test_a_day_off_never_shortens_a_period_and_a_day_on_never_lengthens_it(first, count, day, working):
    plain, corrected = (
        working_days_from(first, count),
        working_days_from(first, count, {day: working}),
    )
    assert corrected <= plain if working else corrected >= plain


def test_five_working_days_from_a_monday_without_holidays_end_on_the_friday():
    assert working_days_from(date(2026, 8, 3), 5) == date(2026, 8, 7)
    assert working_days_from(date(2026, 8, 3), 5, {date(2026, 8, 5): False}) == date(2026, 8, 10)
    assert working_days_from(date(2026, 8, 1), 1, {date(2026, 8, 1): True}) == date(2026, 8, 1)


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


def test_cut_5_a_deadline_in_working_days_counts_by_the_corrected_days():
    asked = datetime(2026, 9, 29, 10, tzinfo=BEIJING)
    known = {date(2026, 9, 30): False, date(2026, 10, 1): True}
    assert correction_due(asked, 1, working=True) == datetime(2026, 10, 1, tzinfo=BEIJING)
    assert correction_due(asked, 1, working=True, corrections=known) == datetime(2026, 10, 2, tzinfo=BEIJING)
    assert correction_due(asked, 1, corrections=known) == datetime(2026, 10, 1, tzinfo=BEIJING)

"""Which cycle an instant belongs to (CUT-2, CUT-3, CUT-5)."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import BEIJING
from programme.cutoff import (
    GRACE,
    correction_due,
    correction_keeps_year,
    default_cutoff,
    due_to_close,
    year_of,
)

LAST = datetime(2026, 7, 15, 23, 59, 59, 999999, tzinfo=BEIJING)
FIRST = datetime(2026, 7, 16, 0, 0, 0, tzinfo=BEIJING)
ZONES = ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata", "Europe/Berlin"]
instants = st.datetimes(
    min_value=datetime(2015, 1, 1), max_value=datetime(2045, 1, 1), timezones=st.just(UTC)
)


def test_cut_2_the_cutoff_is_midnight_in_beijing_and_exclusive():
    assert default_cutoff(2026) == datetime(2026, 7, 15, 16, tzinfo=UTC)
    assert year_of(LAST, {}) == 2026
    assert year_of(FIRST, {}) == 2027


@pytest.mark.parametrize("zone", ZONES)
def test_cut_3_the_time_zone_an_instant_is_written_in_does_not_matter(zone):
    assert year_of(LAST.astimezone(ZoneInfo(zone)), {}) == 2026
    assert year_of(FIRST.astimezone(ZoneInfo(zone)), {}) == 2027


def test_cut_3_new_year_in_beijing_is_what_counts_not_new_year_elsewhere():
    new_year = datetime(2027, 1, 1, tzinfo=BEIJING)
    assert year_of(new_year, {}) == year_of(new_year - timedelta(microseconds=1), {}) == 2027


def test_cut_2_staff_may_have_moved_the_cutoff_either_way():
    later = {2026: datetime(2026, 8, 1, tzinfo=BEIJING)}
    assert year_of(FIRST, later) == 2026
    assert year_of(datetime(2026, 8, 1, tzinfo=BEIJING), later) == 2027
    earlier = {2026: datetime(2026, 7, 1, tzinfo=BEIJING)}
    assert year_of(datetime(2026, 6, 30, 23, 59, 59, 999999, tzinfo=BEIJING), earlier) == 2026
    assert year_of(LAST, earlier) == 2027


def test_cut_2_a_cutoff_moved_past_new_year_still_counts_for_its_year():
    moved = {2026: datetime(2027, 1, 10, tzinfo=BEIJING)}
    assert year_of(datetime(2027, 1, 9, tzinfo=BEIJING), moved) == 2026
    assert year_of(datetime(2027, 1, 10, tzinfo=BEIJING), moved) == 2027


@given(instants)
def test_cut_3_an_instant_lies_between_the_cutoffs_of_its_year(instant):
    year = year_of(instant, {})
    assert default_cutoff(year - 1) <= instant < default_cutoff(year)


@given(instants, st.integers(-12 * 60, 14 * 60))
def test_cut_3_offset_never_changes_the_year(instant, minutes):
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))
    assert year_of(elsewhere, {}) == year_of(instant, {})


@given(instants, instants)
def test_cut_3_later_never_means_an_earlier_year(one, other):
    assert (one <= other) <= (year_of(one, {}) <= year_of(other, {}))


def test_cut_4_closing_waits_for_the_grace():
    assert not due_to_close(FIRST, FIRST + GRACE - timedelta(microseconds=1))
    assert due_to_close(FIRST, FIRST + GRACE)


def test_cut_5_a_correction_is_due_at_the_end_of_the_last_day():
    asked = datetime(2026, 8, 3, 9, 30, tzinfo=BEIJING)
    due = correction_due(asked, 10)
    assert due == datetime(2026, 8, 14, tzinfo=BEIJING)
    assert correction_keeps_year(due - timedelta(microseconds=1), due)
    assert not correction_keeps_year(due, due)
    assert not correction_keeps_year(asked, None)

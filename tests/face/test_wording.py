"""How dates, times and sizes are said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from face import wording

CUTOFF = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 7, 5), "2026年7月5日"),
        (datetime(2026, 7, 15, 16, 30, tzinfo=UTC), "2026年7月16日"),
        (None, ""),
    ],
)
def test_dates_are_said_in_beijing_time(value, said):
    assert wording.chinese_date(value) == said


def test_datetime_has_two_digit_minutes():
    assert wording.chinese_datetime(datetime(2026, 7, 15, 6, 5, tzinfo=UTC)) == "2026年7月15日 14:05"
    assert wording.chinese_datetime(None) == ""


def test_cut_2_exclusive_instant_is_said_as_24_o_clock_of_the_day_before():
    assert wording.cutoff_text(CUTOFF) == "2026年7月15日 24:00"
    assert wording.cutoff_text(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2026年12月31日 24:00"
    assert wording.cutoff_text(CUTOFF - timedelta(hours=7)) == "2026年7月15日 17:00"
    assert wording.cutoff_text(None) == ""


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 字节"), (1023, "1023 字节"), (90317, "88 KB"), (1048576, "1 MB"), (None, "")],
)
def test_file_size(size, said):
    assert wording.file_size(size) == said


def test_short_hash_is_twelve_characters():
    assert wording.short_hash("0123456789abcdef") == "0123456789ab"
    assert wording.short_hash(None) == ""


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=4, minutes=9), "还有 3 天 4 小时"),
        (timedelta(hours=4, minutes=9), "还有 4 小时 9 分钟"),
        (timedelta(minutes=9), "还有 9 分钟"),
        (timedelta(seconds=1), "还有不到 1 分钟"),
        (timedelta(0), "已截止"),
        (timedelta(days=-1), "已截止"),
    ],
)
def test_time_left_ends_at_the_exclusive_instant(left, said):
    assert wording.time_left(CUTOFF, CUTOFF - left) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(days=10), "10 天"),
        (timedelta(days=227, hours=8, minutes=3, seconds=40), "227 天 8 小时 3 分钟"),
        (timedelta(hours=2), "2 小时"),
        (timedelta(seconds=59), "不到 1 分钟"),
    ],
)
def test_a_length_of_time_is_said_to_the_minute(length, said):
    assert wording.duration_text(length) == said

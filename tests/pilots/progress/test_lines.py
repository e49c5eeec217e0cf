"""Who is behind: less than the straight line from the start of the plan to the target."""

from datetime import date
from decimal import Decimal

import pytest

from pilots.models import Target
from pilots.progress.lines import expected_of, promised_of
from pilots.progress.schedule import Period

START, DUE = date(2026, 1, 1), date(2027, 1, 1)
HALF = Period(date(2026, 1, 1), date(2026, 7, 2))  # 182 of 365 days


def target(kind, value, baseline=None, due=DUE):
    base = None if baseline is None else Decimal(baseline)
    return Target(kind=kind, value=Decimal(value), baseline=base, due_on=due, unit="x")


@pytest.mark.parametrize(
    ("kind", "value", "baseline", "expected"),
    [
        ("investment", "1000", None, "498.63"),
        ("area", "1000", "200", "598.90"),
        ("intensity", "0.5", "1.5", "1.00"),
        ("reduction", "1200", "5000", "598.36"),
        ("emissions", "3650", "7300", "2747.51"),
    ],
)
def test_what_is_expected_at_the_end_of_a_period(kind, value, baseline, expected):
    assert expected_of(target(kind, value, baseline), START, HALF).value == Decimal(expected)


def test_earlier_reports_count_for_what_adds_up():
    line = expected_of(target("reduction", "1200"), START, HALF)
    assert not line.is_behind(Decimal(300), Decimal(300))
    assert line.is_behind(Decimal(300), Decimal(298))


def test_where_less_is_better_more_is_behind():
    line = expected_of(target("intensity", "0.5", "1.5"), START, HALF)
    assert line.is_behind(Decimal("1.01"), Decimal(0))
    assert not line.is_behind(Decimal("1.00"), Decimal(0))


def test_after_its_day_the_whole_value_is_expected():
    late = Period(date(2027, 7, 1), date(2027, 12, 31))
    assert expected_of(target("investment", "1000"), START, late).value == Decimal(1000)


def test_without_a_baseline_nobody_can_say_how_far_an_intensity_must_have_come():
    assert expected_of(target("intensity", "0.5"), START, HALF) is None


def test_a_leader_is_held_against_what_it_told_with_its_application():
    line = promised_of(target("intensity", "0.8", due=None))
    assert line.is_behind(Decimal("0.81"), Decimal(0)) and not line.is_behind(Decimal("0.8"), Decimal(0))

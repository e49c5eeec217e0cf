"""What a self-evaluation says beside each target, and what it lacks (A1 §三.3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import clock
from journal.clock import day_of
from pilots.models import ReportedValue, Target
from pilots.self_evaluation.layout import by_days, faults, layout_of
from pilots.states import Outcome, SubmissionKind, TargetKind
from pilots.targets.reported import reaches, reported_so_far
from pilots.targets.rows import set_in_force
from pilots.writing.versions import begin_submission, freeze
from tests import factories

MORE = Target(kind=TargetKind.REDUCTION, unit="tCO2e", value=Decimal(100))
LESS = Target(kind=TargetKind.INTENSITY, unit="tCO2/万元", value=Decimal(100))
MILESTONE = Target(kind=TargetKind.MILESTONE)


def today() -> date:
    return day_of(clock.now())


@pytest.mark.parametrize(
    ("target", "value", "said", "reached"),
    [
        (MORE, Decimal(100), None, True),
        (MORE, Decimal("99.9999"), None, False),
        (LESS, Decimal(100), None, True),
        (LESS, Decimal("100.0001"), None, False),
        (MILESTONE, None, True, True),
        (MILESTONE, None, False, False),
        (MORE, None, None, None),
    ],
)
def test_less_is_better_for_intensity_and_more_for_the_rest(target, value, said, reached):
    assert reaches(target, value, said) is reached


def measured(first: str, last: str, amount: str) -> dict[str, str]:
    return {"measured_from": first, "measured_to": last, "measured": amount}


def test_a_year_is_scaled_by_days_both_ends_counted():
    assert by_days(measured("2026-01-01", "2026-04-10", "100")) == Decimal("365.00")
    assert by_days(measured("2026-04-10", "2026-01-01", "100")) is None
    assert by_days(measured("2026-01-01", "", "100")) is None
    assert by_days(measured("2026-01-01", "2026-04-10", "一百")) is None


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(-(10**9), 10**9))
def test_scaling_to_a_year_follows_the_days(first, days, amount):
    last = first + timedelta(days=days)
    scaled = by_days(measured(first.isoformat(), last.isoformat(), str(amount)))
    assert abs(scaled * (days + 1) - amount * 365) <= Decimal("0.005") * (days + 1)


@pytest.mark.django_db
def test_each_target_stands_beside_what_was_promised_and_reported():
    pilot = factories.self_evaluation_possible()
    report(pilot, 400)
    report(pilot, 250)
    layout = layout_of(factories.self_evaluation_of(pilot))
    facts = {group.key: dict(group.facts) for group in layout.groups if group.row}
    year = today().year
    assert facts["target_1"]["进展已报告"] == f"{year} 年 650"
    assert facts["target_1"]["方案目标"].startswith("1200，")
    assert facts["target_2"]["方案目标"].endswith("前完成")
    assert facts["target_2"]["进展已报告"] == "—"


@pytest.mark.django_db
def test_amounts_of_different_years_and_units_are_never_added():
    pilot = factories.self_evaluation_possible()
    report(pilot, 400, year=2026)
    report(pilot, 250, year=2027)
    made = set_in_force(pilot)
    target = made.targets.get(key=1)
    assert reported_so_far(pilot, [target])[1].words == "2026 年 400；2027 年 250"
    target.unit = "万吨"
    assert reported_so_far(pilot, [target])[1].words == "—（另有按其他单位填报的，未计入）"


@pytest.mark.django_db
def test_a_report_that_was_not_accepted_does_not_count():
    pilot = factories.self_evaluation_possible()
    report(pilot, 400, outcome=Outcome.RETURNED)
    assert reported_so_far(pilot, set_in_force(pilot).targets.all())[1].words == "—"


def report(pilot, value, *, year: int = 0, outcome: str = Outcome.APPROVED) -> None:
    """An answered progress report that says a value of the first target."""
    number = pilot.submissions.filter(kind=SubmissionKind.PROGRESS).count() + 1
    until = today() - timedelta(days=200 - 30 * number)
    row = begin_submission(
        pilot,
        SubmissionKind.PROGRESS,
        clock.now(),
        period_from=until - timedelta(days=29),
        period_to=until,
        due_on=until + timedelta(days=30),
    )
    version = freeze(row, actor=factories.submitter(pilot), at=clock.now())
    version.outcome = outcome
    version.save()
    target = set_in_force(pilot).targets.get(key=1)
    ReportedValue.objects.create(version=version, target=target, year=year or today().year, value=value)


def lacking(**changes: str) -> dict[str, str]:
    pilot = factories.self_evaluation_possible()
    return dict(faults(factories.write_self_evaluation(pilot, **changes), today()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"reached_1_value": ""}, "reached_1_value"),
        ({"reached_1_value": "很多"}, "reached_1_value"),
        ({"reached_1_why": ""}, "reached_1_why"),
        ({"reached_2_yes": ""}, "reached_2_yes"),
        ({"reached_2_yes": "no"}, "reached_2_why"),
        ({"measured": ""}, "measured"),
        ({"spread": ""}, "spread"),
        ({"measured_from": "2020-01-01"}, "measured_from"),
        ({"measured_to": "2999-01-01"}, "measured_to"),
    ],
)
def test_what_is_lacking_is_said_at_its_place(changes, place):
    assert set(lacking(**changes)) == {place}


@pytest.mark.django_db
def test_a_value_that_reaches_its_target_needs_no_reason():
    assert lacking(reached_1_value="1200", reached_1_why="") == {}

"""What was reported of a target is read one way, whoever asks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from journal import clock
from pilots.evaluation.values import beside
from pilots.figures.reductions import with_reductions
from pilots.life_line.series import series_of
from pilots.models import Pilot, ReportedValue, Target
from pilots.progress.reported import reported_before
from pilots.states import Outcome, SubmissionKind, TargetKind
from pilots.targets.reported import amounts, reported_so_far
from pilots.targets.rows import set_in_force
from pilots.writing.versions import begin_submission, freeze
from programme.notice import Sheet
from tests import factories

OUTCOMES = {1: Outcome.APPROVED, 2: Outcome.RETURNED, 3: Outcome.APPROVED, 4: Outcome.APPROVED}
VALUES = {1: "100", 2: "1000", 3: "20", 4: "3"}


def value(kind: str, year: int, amount: str, unit: str = "x") -> ReportedValue:
    return ReportedValue(target=Target(key=1, kind=kind, unit=unit), year=year, value=Decimal(amount))


def test_amounts_of_a_year_are_added_where_the_kind_adds_up_and_else_the_last_one_holds():
    rows = [(2026, "1"), (2026, "2"), (2027, "4")]
    added = amounts(value(TargetKind.REDUCTION, *row) for row in rows)
    assert added == {(1, TargetKind.REDUCTION, "x"): {2026: Decimal(3), 2027: Decimal(4)}}
    held = amounts(value(TargetKind.AREA, *row) for row in rows)
    assert held == {(1, TargetKind.AREA, "x"): {2026: Decimal(2), 2027: Decimal(4)}}


def test_another_unit_is_another_target_and_a_milestone_has_no_amount():
    rows = [value(TargetKind.ENERGY, 2026, "1", unit) for unit in ("tce", "MWh")]
    rows.append(ReportedValue(target=Target(key=2, kind=TargetKind.MILESTONE), year=2026, reached=True))
    assert [list(years.values()) for years in amounts(rows).values()] == [[1], [1]]


def report(pilot: Pilot, month: int) -> None:
    """A report of one month of 2027 about the reduction; the second was sent back."""
    last = date(2027, month, 28)
    row = begin_submission(
        pilot,
        SubmissionKind.PROGRESS,
        clock.now(),
        period_from=date(2027, month, 1),
        period_to=last,
        due_on=last + timedelta(days=30),
    )
    version = freeze(row, actor=factories.submitter(pilot), at=clock.now())
    version.outcome = OUTCOMES[month]
    version.save()
    target = set_in_force(pilot).targets.get(kind=TargetKind.REDUCTION)
    ReportedValue.objects.create(version=version, target=target, year=2027, value=Decimal(VALUES[month]))


@pytest.mark.django_db
def test_pages_papers_life_line_figures_and_evaluation_tell_one_sum():
    pilot = factories.under_tracking(Sheet.PARK)
    for month in OUTCOMES:
        report(pilot, month)
    target = set_in_force(pilot).targets.get(kind=TargetKind.REDUCTION)
    accepted = Decimal(123)
    assert reported_so_far(pilot, [target])[target.key].years == ((2027, accepted),)
    assert [(year.year, year.reported) for year in series_of(pilot).years] == [(2027, accepted)]
    assert with_reductions(Pilot.objects.filter(pk=pilot.pk), 2027).get().reported == accepted
    said = {row.target.key: row.said for row in beside(factories.running_evaluation(pilot), 2027)}
    assert said[target.key].value == accepted
    last = pilot.submissions.get(kind=SubmissionKind.PROGRESS, period_to=date(2027, 4, 28))
    assert reported_before(last)[target.key, target.kind, target.unit] == accepted - 3

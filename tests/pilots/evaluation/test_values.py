"""What stands beside a found value: promised, aimed at, said, found before."""

import pytest

from journal import clock
from pilots.evaluation.tracking.actions import open_tracking
from pilots.evaluation.values import beside
from pilots.states import EvaluationOutcome as O
from pilots.states import SubmissionKind
from pilots.writing.versions import begin_submission, freeze
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def hand_in_report(pilot, period: tuple[str, str], value: str, year: int):
    """A progress report that was handed in, as its rows say it."""
    now = clock.now()
    fields = {"period_from": period[0], "period_to": period[1], "due_on": f"{year + 1}-12-31"}
    submission = begin_submission(pilot, SubmissionKind.PROGRESS, now, **fields)
    submission.refresh_from_db()
    version = freeze(submission, actor=factories.submitter(pilot), at=now)
    factories.report(version, year=year, value=value)


def test_amounts_of_a_year_are_added_and_other_years_are_left_out():
    pilot = factories.under_tracking(Sheet.PARK)
    hand_in_report(pilot, ("2027-01-01", "2027-06-30"), "300", 2027)
    hand_in_report(pilot, ("2027-07-01", "2027-12-31"), "350", 2027)
    hand_in_report(pilot, ("2028-01-01", "2028-06-30"), "400", 2028)
    evaluation = factories.running_evaluation(pilot)
    said = [str(beside(evaluation, year)[0].said.value) for year in (2027, 2028, None)]
    assert said == ["650.0000", "400.0000", "400.0000"]
    assert beside(evaluation, 2026)[0].said is None


def test_what_was_found_before_stands_beside():
    pilot = factories.tracked(O.KEEPS)
    first = pilot.evaluations.get()
    assert beside(first)[0].before == ()
    hand_in_report(pilot, ("2027-01-01", "2027-06-30"), "300", 2027)
    from_now = open_tracking(pilot.pk, actor=factories.staff(), reason="示例。")
    row = beside(from_now)[0]
    assert ("跟踪评估 1 核定", "1200 tCO2e") in row.facts
    assert ("目标", "1200 tCO2e") in row.facts

"""Tracking evaluations of zones begin on schedule, each once, also after the title (A3 §三.四)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from journal import clock
from journal.models import Message
from journal.workflow import Refused
from pilots.evaluation.tracking.actions import open_due_trackings, open_tracking
from pilots.models import Evaluation
from pilots.states import EvaluationKind
from pilots.states import EvaluationOutcome as O
from pilots.terms.actions import set_life_terms
from programme.notice import PilotType, Sheet
from tests import factories

pytestmark = pytest.mark.django_db

HALF_A_YEAR = timedelta(days=185)


def later(days: int):
    return clock.set_to(clock.now() + timedelta(days=days))


def test_the_first_begins_half_a_year_after_the_plan_was_approved_and_only_once():
    pilot, official = factories.implementing(Sheet.PARK), factories.staff()
    with later(170):
        assert open_due_trackings() == 0
    with later(190):
        assert open_due_trackings() == 1
        assert open_due_trackings() == 0
    evaluation = Evaluation.objects.get(pilot=pilot)
    assert (evaluation.kind, evaluation.number) == (EvaluationKind.TRACKING, 1)
    assert len(evaluation.checklist["items"]) == 5
    assert Message.objects.filter(recipient_id=official.pk, link=evaluation.get_absolute_url()).exists()


def test_the_next_begins_at_its_own_day_and_a_missed_one_is_not_made_up_for():
    pilot = factories.implementing(Sheet.COMMUNITY)
    with later(190):
        open_due_trackings()
        factories.confirmed_evaluation(pilot, O.KEEPS)
    with later(300):
        assert open_due_trackings() == 0
    with later(366 * 3):
        assert open_due_trackings() == 1
        factories.confirmed_evaluation(pilot, O.KEEPS)
        assert open_due_trackings() == 0


def test_the_intervals_are_a_setting_of_the_year_and_type():
    pilot = factories.implementing(Sheet.PARK)
    set_life_terms(pilot.entry.cycle_id, PilotType.ZONE, actor=factories.staff(), first_tracking_months=3)
    with later(100):
        assert open_due_trackings() == 1


def test_technologies_are_not_tracked():
    pilot = factories.implementing()
    with later(400):
        assert open_due_trackings() == 0
    with pytest.raises(Refused, match="不能开始跟踪评估"):
        open_tracking(pilot.pk, actor=factories.staff(), reason="示例。")


def test_by_hand_it_takes_a_reason_and_no_other_evaluation():
    pilot, official = factories.implementing(Sheet.PARK), factories.staff()
    with pytest.raises(Refused, match="原因"):
        open_tracking(pilot.pk, actor=official)
    open_tracking(pilot.pk, actor=official, reason="群众反映。")
    with pytest.raises(Refused, match="已有一次评估"):
        open_tracking(pilot.pk, actor=official, reason="示例。")
    with pytest.raises(Refused, match="权限"):
        open_tracking(pilot.pk, actor=factories.submitter(pilot), reason="示例。")


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_begin_one():
    factories.implementing(Sheet.PARK)

    def sweep(_) -> int:
        try:
            return open_due_trackings()
        finally:
            connections.close_all()

    with later(190), ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(sweep, range(2))) == 1
    assert Evaluation.objects.count() == 1
